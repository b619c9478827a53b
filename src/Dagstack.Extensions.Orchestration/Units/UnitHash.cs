using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Dagstack.Extensions.Plugins;

namespace Dagstack.Extensions.Orchestration.Units;

/// <summary>By what repeated work is recognised. See §9 of the plugin contract.</summary>
internal static class UnitHash
{
    /// <summary>Hashes the input of a unit: of the plugin's present major version.</summary>
    /// <param name="manifest">The plugin; the names in its <c>content_hash</c> are the members that count, all if there are none.</param>
    /// <param name="args">The arguments: an object.</param>
    /// <exception cref="InvalidOperationException">A string of them is no text.</exception>
    public static string OfInput(PluginManifest manifest, JsonElement args)
    {
        var names = manifest.UnitOfWork.ContentHash;
        var members = args.EnumerateObject().Where(member => names.Count == 0 || names.Contains(member.Name));
        return Hash($"{manifest.Id}\n{MajorOf(manifest.Version)}\n", json => CanonicalJson.WriteMembers(json, members));
    }

    /// <summary>Hashes the output of a unit.</summary>
    /// <param name="output">JSON as UTF-8; null for none.</param>
    public static string OfOutput(ReadOnlyMemory<byte>? output)
    {
        if (output is not { } bytes)
        {
            return "none";
        }

        try
        {
            using var document = JsonDocument.Parse(bytes);
            return Hash(string.Empty, json => CanonicalJson.Write(json, document.RootElement));
        }
        catch (InvalidOperationException)
        {
            // Halves of surrogate pairs: equal only to the very same bytes.
            return Convert.ToHexStringLower(SHA256.HashData(bytes.Span));
        }
    }

    private static string Hash(string prefix, Action<Utf8JsonWriter> write)
    {
        using var stream = new MemoryStream();
        stream.Write(Encoding.UTF8.GetBytes(prefix));
        using (var json = new Utf8JsonWriter(stream))
        {
            write(json);
        }

        return Convert.ToHexStringLower(SHA256.HashData(stream.GetBuffer().AsSpan(0, (int)stream.Length)));
    }

    private static string MajorOf(string? version) => version is null ? string.Empty : version.Split('.', '-', '+')[0];
}
