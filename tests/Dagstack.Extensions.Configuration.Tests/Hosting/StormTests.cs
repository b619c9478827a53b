using System.Globalization;
using System.Text.Json;
using Xunit;

namespace Dagstack.Extensions.Configuration.Tests.Hosting;

/// <summary>A host in a process of its own, beside everything at once that once ended or hung one.</summary>
public sealed class StormTests(ITestOutputHelper output)
{
    private static readonly string[] s_expected = ["PluginTimeout", "PluginUnavailable"];

    /// <summary>A shell that lets a program have no more than three watches of the system, which it needs no rights for where users have namespaces of their own.</summary>
    private static readonly string[] s_starved = ["-Ur", "sh", "-c", "echo 3 > /proc/sys/user/max_inotify_watches && exec \"$@\"", "sh"];

    private static string Program => Path.Combine(Repository.Root, "tests", "fixtures", "StormHost", "bin", Repository.Configuration, "net10.0", "StormHost.dll");

    [Theory]
    [InlineData(false, 6)]
    [InlineData(true, 60)]
    public async Task Host_ListenersCallbacksPipesAndBlockedSlotsAtOnce_GoesOnAndEndsWell(bool isStarved, int seconds)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "It makes pipes.");
        using var folder = new TempFolder();
        var time = Math.Min(seconds, Limits.IsLong ? 60 : 6).ToString(CultureInfo.InvariantCulture);
        var run = await RunAsync(folder, isStarved, time);
        output.WriteLine(run.Output);
        Assert.True(run.ExitCode == 0, run.Output);
        using var answer = JsonDocument.Parse(run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries)[^1]);
        Assert.True(answer.RootElement.GetProperty("calls").GetInt64() > 100);
        Assert.Empty(answer.RootElement.GetProperty("others").EnumerateObject());
        Assert.All(answer.RootElement.GetProperty("codes").EnumerateObject(), static code => Assert.Contains(code.Name, s_expected));
        var (middle, last) = (answer.RootElement.GetProperty("middle").GetInt64(), answer.RootElement.GetProperty("last").GetInt64());
        Assert.True(last < (middle * 1.25) + 500_000, $"{middle:N0} bytes in the middle, {last:N0} at the end");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Host_WatchesWhereNothingHappens_ComputesNextToNothingAndFindsWhatChangesThen(bool isStarved)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Other systems have no watches to run out of.");
        using var folder = new TempFolder();
        var run = await RunAsync(folder, isStarved, "calm");
        output.WriteLine(run.Output);
        Assert.True(run.ExitCode == 0, run.Output);
        using var answer = JsonDocument.Parse(run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries)[^1]);
        Assert.True(answer.RootElement.GetProperty("found").GetBoolean());
        Assert.InRange(answer.RootElement.GetProperty("computed").GetDouble(), 0, 1_500);

        // Once, and not with each time that it is tried again.
        Assert.Equal(isStarved ? 1 : 0, answer.RootElement.GetProperty("said").GetArrayLength());
    }

    private static async Task<ToolResult> RunAsync(TempFolder folder, bool isStarved, string argument)
    {
        if (!isStarved)
        {
            return await Tool.RunAsync(folder.Path, "exec", Program, folder.Path, argument);
        }

        Assert.SkipUnless(File.Exists("/usr/bin/unshare"), "There is no program 'unshare'.");
        var trial = await Tool.RunProgramAsync("unshare", folder.Path, [.. s_starved, "true"]);
        Assert.SkipUnless(trial.ExitCode == 0, $"This user may not limit the watches of a process: {trial.Output}");
        return await Tool.RunProgramAsync("unshare", folder.Path, [.. s_starved, "dotnet", "exec", Program, folder.Path, argument]);
    }
}
