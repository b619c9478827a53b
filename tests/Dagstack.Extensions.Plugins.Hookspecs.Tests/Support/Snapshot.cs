namespace Dagstack.Extensions.Plugins.Hookspecs.Tests;

/// <summary>Compares text with a committed file. Set UPDATE_SNAPSHOTS=1 to write the files instead.</summary>
internal static class Snapshot
{
    private const string Switch = "UPDATE_SNAPSHOTS";

    public static void Match(string name, string actual)
    {
        var path = Path.Combine(Repository.Root, "tests", "Dagstack.Extensions.Plugins.Hookspecs.Tests", "Snapshots", name);
        if (Environment.GetEnvironmentVariable(Switch) == "1")
        {
            File.WriteAllText(path, actual);
            return;
        }

        Assert.True(File.Exists(path), $"The snapshot {name} does not exist. Run the tests with {Switch}=1, look at it and commit it.");
        var (expected, lines) = (File.ReadAllText(path), actual.Split('\n'));
        var line = expected.Split('\n').Zip(lines).TakeWhile(static pair => pair.First == pair.Second).Count();
        Assert.True(expected == actual, $"{name} differs from line {line + 1} on, which is now: {lines.ElementAtOrDefault(line)}\nIf the change is meant, run the tests with {Switch}=1 and commit the file.");
    }
}
