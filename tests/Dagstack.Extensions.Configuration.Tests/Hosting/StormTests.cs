using System.Text.Json;
using Xunit;

namespace Dagstack.Extensions.Configuration.Tests.Hosting;

/// <summary>A host in a process of its own, beside everything at once that once ended or hung one.</summary>
public sealed class StormTests(ITestOutputHelper output)
{
    private static readonly string[] s_expected = ["PluginTimeout", "PluginUnavailable"];

    [Fact]
    public async Task Host_ListenersCallbacksPipesAndBlockedSlotsAtOnce_GoesOnAndEndsWell()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "It makes pipes.");
        using var folder = new TempFolder();
        var program = Path.Combine(Repository.Root, "tests", "fixtures", "StormHost", "bin", Repository.Configuration, "net10.0", "StormHost.dll");
        var run = await Tool.RunAsync(folder.Path, "exec", program, folder.Path, Limits.IsLong ? "60" : "6");
        output.WriteLine(run.Output);
        Assert.True(run.ExitCode == 0, run.Output);
        using var answer = JsonDocument.Parse(run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries)[^1]);
        Assert.True(answer.RootElement.GetProperty("calls").GetInt64() > 100);
        Assert.Empty(answer.RootElement.GetProperty("others").EnumerateObject());
        Assert.All(answer.RootElement.GetProperty("codes").EnumerateObject(), static code => Assert.Contains(code.Name, s_expected));
        var (middle, last) = (answer.RootElement.GetProperty("middle").GetInt64(), answer.RootElement.GetProperty("last").GetInt64());
        Assert.True(last < (middle * 1.25) + 1_000_000, $"{middle:N0} bytes in the middle, {last:N0} at the end");
    }
}
