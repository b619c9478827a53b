using System.Text.Json.Serialization;
using Dagstack.Extensions.Plugins;

namespace Dagstack.Extensions.Benchmarks;

/// <summary>A contract of one hook, which a plugin in another process serves.</summary>
[PluginKind("letter", JsonContext = typeof(LetterJson))]
public interface ILetter
{
    Task<Letter> SendAsync(Letter letter);
}

public sealed record Letter([property: JsonPropertyName("text")] string Text);

[JsonSourceGenerationOptions(GenerationMode = JsonSourceGenerationMode.Metadata)]
[JsonSerializable(typeof(Letter))]
public sealed partial class LetterJson : JsonSerializerContext;
