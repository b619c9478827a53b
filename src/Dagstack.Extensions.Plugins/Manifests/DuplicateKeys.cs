namespace Dagstack.Extensions.Plugins;

/// <summary>Reports a key that is there twice, for both formats.</summary>
internal static class DuplicateKeys
{
    public static void Report(string path, ManifestNode first, ManifestNode second, ManifestProblemList problems) => problems.Add(
        $"the key '{path}' is there twice: the first is in line {first.KeyLine}. Remove one of them.",
        path: path,
        line: second.KeyLine,
        column: second.KeyColumn,
        found: $"a second '{path}'",
        expected: "each key once");
}
