namespace Dagstack.Extensions.Plugins.Tests;

/// <summary>What the guides in docs say, to be compared with what is so.</summary>
internal static class Guide
{
    /// <summary>Reads the lines of the block of text below a comment that names it.</summary>
    /// <param name="file">A file in docs.</param>
    /// <param name="name">The comment, without its marks.</param>
    public static IReadOnlyList<string> Block(string file, string name)
    {
        var lines = File.ReadAllLines(Path.Combine(Repository.Root, "docs", file));
        var start = Array.IndexOf(lines, $"<!-- {name} -->");
        return start >= 0 && lines[start + 1] == "```text"
            ? [.. lines.Skip(start + 2).TakeWhile(static line => line != "```")]
            : throw new InvalidOperationException($"docs/{file} has no block '{name}'.");
    }
}
