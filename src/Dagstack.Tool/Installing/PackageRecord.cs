using System.Text.Json;
using System.Text.Json.Serialization;
using Dagstack.Tool.Archives;
using Dagstack.Tool.Output;

namespace Dagstack.Tool.Installing;

/// <summary>Where a plugin came from, in a file of its folder. It is the same for the same command wherever that runs, so that the folder has one hash; when the plugin came is the time of the file.</summary>
/// <param name="Plugin">The plugin.</param>
/// <param name="Version">Its version, as its manifest says; null if that says none.</param>
/// <param name="From">What it was: <c>feed</c>, <c>file</c> or <c>url</c>.</param>
/// <param name="Source">The feed that was named, the name of the file, or the address; null for the feeds that nuget.config names.</param>
/// <param name="Package">The package; null for a zip.</param>
/// <param name="PackageVersion">The version of that.</param>
/// <param name="Sha256">The SHA-256 of what was fetched.</param>
internal sealed record PackageRecord(string Plugin, string? Version, string From, string? Source, string? Package, string? PackageVersion, string Sha256)
{
    public const string Feed = "feed";
    public const string File = "file";
    public const string Url = "url";

    /// <summary>Reads the record of a plugin.</summary>
    /// <param name="folder">The plugin.</param>
    /// <returns>Null if it was not added.</returns>
    /// <exception cref="WrongUseException">It is not what 'dagstack add' writes.</exception>
    public static PackageRecord? Read(string folder)
    {
        var file = Path.Combine(folder, PackageRecordName.Value);
        if (!System.IO.File.Exists(file))
        {
            return null;
        }

        try
        {
            return JsonSerializer.Deserialize(System.IO.File.ReadAllBytes(file), PackageRecordJson.Default.PackageRecord) is { Plugin: not null, From: not null, Sha256: not null } record ? record : throw new JsonException("it is not complete.");
        }
        catch (JsonException fault)
        {
            throw new WrongUseException($"'{Places.Shorten(file)}' cannot be read: {fault.Message} It is what 'dagstack add' writes: remove the plugin by 'dagstack remove {Places.Shorten(folder)} --force', and add it again.");
        }
    }

    /// <summary>Writes it into the folder of a plugin.</summary>
    public void Write(string folder) =>
        System.IO.File.WriteAllBytes(Path.Combine(folder, PackageRecordName.Value), [.. JsonSerializer.SerializeToUtf8Bytes(this, PackageRecordJson.Default.PackageRecord), (byte)'\n']);
}

/// <summary>How the record is JSON.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, WriteIndented = true, NewLine = "\n", DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(PackageRecord))]
internal sealed partial class PackageRecordJson : JsonSerializerContext;
