namespace Dagstack.Extensions.Plugins.Generators.Tests;

/// <summary>Compares text with a committed file. Set UPDATE_SNAPSHOTS=1 to write the files instead.</summary>
internal static class Snapshot
{
    public const string Switch = "UPDATE_SNAPSHOTS";

    public static void Match(string name, string actual)
    {
        var path = Path.Combine(Folders.Snapshots, name);
        if (Environment.GetEnvironmentVariable(Switch) == "1")
        {
            File.WriteAllText(path, actual);
            return;
        }

        Assert.True(File.Exists(path), $"The snapshot {name} does not exist. Run the tests with {Switch}=1, look at it and commit it.");
        var expected = File.ReadAllText(path).ReplaceLineEndings("\n");
        if (expected != actual)
        {
            Assert.Fail(Difference(name, expected.Split('\n'), actual.Split('\n')));
        }
    }

    private static string Difference(string name, string[] expected, string[] actual)
    {
        var start = expected.Zip(actual).TakeWhile(static pair => pair.First == pair.Second).Count();
        var end = expected.Reverse().Zip(actual.Reverse())
            .Take(Math.Min(expected.Length, actual.Length) - start)
            .TakeWhile(static pair => pair.First == pair.Second).Count();
        IEnumerable<string> lines =
        [
            $"{name} differs from line {start + 1} on. If the change is meant, run the tests with {Switch}=1 and commit the file.",
            .. expected[Math.Max(0, start - 3)..start].Select(static line => "  " + line),
            .. expected[start..^end].Select(static line => "- " + line),
            .. actual[start..^end].Select(static line => "+ " + line),
            .. expected[^end..].Take(3).Select(static line => "  " + line),
        ];
        return string.Join('\n', lines);
    }
}
