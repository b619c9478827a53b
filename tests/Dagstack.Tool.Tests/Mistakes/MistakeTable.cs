using Dagstack.Extensions.Plugins.Tests;

namespace Dagstack.Tool.Tests.Mistakes;

/// <summary>The table of docs/mistakes.md: a mistake, the verb that finds it, and the heart of what that says, with … for what is left out.</summary>
internal static class MistakeTable
{
    /// <summary>Gets its rows by the mistakes, in their order.</summary>
    public static IReadOnlyDictionary<string, (string Verb, string Said)> Rows { get; } = Read();

    private static Dictionary<string, (string Verb, string Said)> Read()
    {
        var page = File.ReadAllText(Path.Combine(Repository.Root, "docs", "mistakes.md")).ReplaceLineEndings("\n");
        var lines = page.Split("<!-- on the command line -->")[1].Split("<!-- end of on the command line -->")[0].Split('\n');
        return lines.Where(static line => line.StartsWith("| ", StringComparison.Ordinal)).Skip(1)
            .Select(static line => line.Trim('|', ' ').Split(" | "))
            .ToDictionary(static cells => cells[0], static cells => (cells[1].Trim('`'), cells[2].Trim('`')));
    }
}
