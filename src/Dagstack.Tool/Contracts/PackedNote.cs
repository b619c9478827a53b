using System.Text.Json;
using System.Text.Json.Serialization;
using Dagstack.Tool.Output;

namespace Dagstack.Tool.Contracts;

/// <summary>What a plugin that was packed has with it, for tools: its package, and the contracts that it was made for. It has names and versions, and no path.</summary>
/// <param name="Package">The package.</param>
/// <param name="Version">Its version.</param>
/// <param name="Contracts">The contracts.</param>
/// <param name="Programs">The files that may be started, which packages do not say.</param>
internal sealed record PackedNote(string Package, string Version, IReadOnlyList<PackedContract> Contracts, IReadOnlyList<string> Programs)
{
    public const string FileName = "dagstack.packed.json";

    /// <summary>Reads the note in a folder.</summary>
    /// <returns>Null if there is none.</returns>
    /// <exception cref="WrongUseException">It is not what 'dagstack pack' writes.</exception>
    public static PackedNote? Read(string folder)
    {
        var file = Path.Combine(folder, FileName);
        if (!File.Exists(file))
        {
            return null;
        }

        try
        {
            return JsonSerializer.Deserialize(File.ReadAllBytes(file), PackedNoteJson.Default.PackedNote) is { Contracts: not null, Programs: not null } note ? note : throw new JsonException("it is not complete.");
        }
        catch (JsonException fault)
        {
            throw new WrongUseException($"'{Places.Shorten(file)}' cannot be read: {fault.Message} It is what 'dagstack pack' writes: pack the plugin again, or remove the file.");
        }
    }

    /// <summary>Makes the bytes of the file: the same ones for the same note.</summary>
    public byte[] ToBytes() => [.. JsonSerializer.SerializeToUtf8Bytes(this, PackedNoteJson.Default.PackedNote), (byte)'\n'];
}

/// <summary>How the note is JSON.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, WriteIndented = true, NewLine = "\n", DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(PackedNote))]
internal sealed partial class PackedNoteJson : JsonSerializerContext;
