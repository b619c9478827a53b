using Dagstack.Extensions.Plugins;

namespace Chunking;

/// <summary>Cuts text into pieces.</summary>
[PluginKind("chunker", ApiVersion = "1.0.0")]
public interface IChunker
{
    /// <summary>Cuts a text.</summary>
    /// <param name="text">The text.</param>
    /// <param name="maxSize">The longest piece, in UTF-16 code units, at least 1; null leaves it to the plugin.</param>
    /// <returns>The pieces in their order; together they are the text.</returns>
    [Hook(DispatchClass.Capability, Idempotent = true)]
    IReadOnlyList<Chunk> Chunk(string text, int? maxSize = null);
}
