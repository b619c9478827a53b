namespace Dagstack.Extensions.Plugins.Scripts.Tests;

/// <summary>Code of plugins, as users write it.</summary>
internal static class Code
{
    /// <summary>The chunker of the reference guide, by lines.</summary>
    public const string Lines = """
        using Chunking;

        public sealed class LineChunker : IChunker
        {
            public IReadOnlyList<Chunk> Chunk(string text, int? maxSize = null)
            {
                var offset = 0;
                return text.Split('\n').Select(line =>
                {
                    var chunk = new Chunk(offset, line);
                    offset += line.Length + 1;
                    return chunk;
                }).ToList();
            }
        }
        """;

    /// <summary>A chunker whose only piece is a text.</summary>
    public static string Saying(string text) => Body($"""return [new(0, "{text}")];""");

    /// <summary>A chunker that does what is given.</summary>
    /// <param name="body">The statements of its method.</param>
    /// <param name="members">More members of the class.</param>
    /// <param name="before">What stands before the class.</param>
    public static string Body(string body, string members = "", string before = "") => $$"""
        using Chunking;
        {{before}}
        public sealed class LineChunker : IChunker
        {
            {{members}}
            public IReadOnlyList<Chunk> Chunk(string text, int? maxSize = null)
            {
                {{body}}
            }
        }
        """;
}
