using System.Buffers;
using System.Text.Json;

namespace Dagstack.Extensions.Plugins.Trust;

/// <summary>A lock file as JSON.</summary>
internal static class LockJson
{
    private const string Version = "lock_version";
    private const string Plugins = "plugins";
    private const string PluginVersion = "version";
    private const string Sha256 = "sha256";
    private const int Supported = 1;
    private const int HashLength = 64;

    /// <summary>Writes a lock file, plugins in ordinal order, with a line for each value.</summary>
    public static byte[] Write(PluginLockFile file)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, new() { Indented = true, NewLine = "\n" }))
        {
            writer.WriteStartObject();
            writer.WriteNumber(Version, Supported);
            writer.WriteStartObject(Plugins);
            foreach (var plugin in file.Plugins)
            {
                writer.WriteStartObject(plugin.Id.ToString());
                if (plugin.Version is { } version)
                {
                    writer.WriteString(PluginVersion, version);
                }

                writer.WriteString(Sha256, plugin.Sha256);
                writer.WriteEndObject();
            }

            writer.WriteEndObject();
            writer.WriteEndObject();
        }

        return [.. buffer.WrittenSpan, (byte)'\n'];
    }

    /// <summary>Reads a lock file.</summary>
    /// <param name="json">Its bytes.</param>
    /// <param name="path">Its path, for messages.</param>
    /// <exception cref="FormatException">It is none.</exception>
    public static PluginLockFile Read(ReadOnlyMemory<byte> json, string path)
    {
        try
        {
            using var document = JsonDocument.Parse(json, new() { AllowDuplicateProperties = false });
            var root = Expect(document.RootElement, JsonValueKind.Object, "$", path);
            var version = root.TryGetProperty(Version, out var given) ? given : throw Wrong(path, $"'{Version}' is missing; expected {Supported}");
            if (version.ValueKind != JsonValueKind.Number || !version.TryGetInt32(out var number) || number != Supported)
            {
                throw Wrong(path, $"'{Version}' is {version.GetRawText()}; this version of the library reads {Supported}");
            }

            if (!root.TryGetProperty(Plugins, out var plugins))
            {
                throw Wrong(path, $"'{Plugins}' is missing; expected an object with an entry for each plugin");
            }

            return new(Expect(plugins, JsonValueKind.Object, Plugins, path).EnumerateObject().Select(entry => ReadPlugin(entry, path)).ToList());
        }
        catch (JsonException fault)
        {
            throw new FormatException($"'{path}' is not JSON, in line {fault.LineNumber + 1}, column {fault.BytePositionInLine + 1}: {fault.Message} Write it anew with 'dagstack lock'.", fault);
        }
    }

    private static LockedPlugin ReadPlugin(JsonProperty entry, string path)
    {
        var place = $"{Plugins}.{Excerpt.Printable(entry.Name)}";
        if (!PluginId.TryParse(entry.Name, out var id))
        {
            throw Wrong(path, $"'{place}' is not named as a plugin is, kind:name");
        }

        var plugin = Expect(entry.Value, JsonValueKind.Object, place, path);
        var hash = plugin.TryGetProperty(Sha256, out var sha) && sha.ValueKind == JsonValueKind.String ? sha.GetString()! : string.Empty;
        if (hash.Length != HashLength || !hash.All(char.IsAsciiHexDigitLower))
        {
            throw Wrong(path, $"'{place}.{Sha256}' is not a SHA-256 of {HashLength} hexadecimal digits in lower case");
        }

        return new(id, plugin.TryGetProperty(PluginVersion, out var version) ? Expect(version, JsonValueKind.String, $"{place}.{PluginVersion}", path).GetString() : null, hash);
    }

    private static JsonElement Expect(JsonElement value, JsonValueKind kind, string place, string path) =>
        value.ValueKind == kind ? value : throw Wrong(path, $"'{place}' is {Name(value.ValueKind)}; expected {Name(kind)}");

    private static string Name(JsonValueKind kind) => kind switch
    {
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "a list",
        JsonValueKind.String => "a text",
        JsonValueKind.Number => "a number",
        _ => kind.ToString().ToLowerInvariant(),
    };

    private static FormatException Wrong(string path, string what) => new($"'{path}' is no lock file: {what}. Write it anew with 'dagstack lock'.");
}
