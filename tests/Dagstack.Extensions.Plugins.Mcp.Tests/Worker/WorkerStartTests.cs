using System.Runtime.InteropServices;
using Dagstack.Extensions.Plugins.Mcp.Tests.Processes;
using Dagstack.Extensions.Plugins.Mcp.Worker;
using Microsoft.Extensions.Configuration;

namespace Dagstack.Extensions.Plugins.Mcp.Tests.Worker;

/// <summary>What the manifest says of the process of a class in .NET.</summary>
public sealed class WorkerStartTests
{
    [Fact]
    public async Task Environment_WithAValueOfTheSection_FollowsItInAnotherProcess()
    {
        await using var host = await OddHost.StartAsync(configure: static options => options.AllowReload(), more: "[plugin.mcp_stdio.env]\nODD_LEVEL = \"${config:level}\"", settings: ("odd:odd:level", "3"));
        var process = await host.DoAsync("process");
        Assert.Equal("3", await host.DoAsync("variable", "ODD_LEVEL"));

        host.Configuration["odd:odd:level"] = "4";
        ((IConfigurationRoot)host.Configuration).Reload();

        await host.AnotherAsync(process);
        Assert.Equal("4", await host.DoAsync("variable", "ODD_LEVEL"));
    }

    [Theory]
    [InlineData(WorkerVariables.Hooks)]
    [InlineData(WorkerVariables.IsWorker)]
    public async Task Environment_WithWhatMakesItAWorker_IsRefused(string name)
    {
        await using var host = await OddHost.StartAsync(more: $"[plugin.mcp_stdio.env]\n{name} = \"other\"");

        Assert.Equal(PluginState.Unavailable, host.Status.State);
        Assert.Contains($"'mcp_stdio.env.{name}' cannot be set", host.Status.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task WorkingFolder_ThatIsRelative_IsInThePluginsOwnFolder()
    {
        await using var host = await OddHost.StartAsync(more: "[plugin.mcp_stdio]\nworking_dir = \".\"");

        Assert.Equal(host.Folder, (await host.DoAsync("folders")).Split('|')[1]);
    }

    [Fact(SkipUnless = nameof(Children.HaveUnix), SkipType = typeof(Children), Skip = "Elsewhere .NET has no environment of its own.")]
    public void Remove_OfAVariable_TakesItFromNativeCodeToo()
    {
        const string Name = "DAGSTACK_TEST_NATIVE";
        Assert.Equal(0, setenv(Name, "1", 1));
        Assert.NotEqual(0, getenv(Name));

        NativeVariables.Remove(Name);

        Assert.Equal(0, getenv(Name));
    }

#pragma warning disable IDE1006, SYSLIB1054, CA2101, CA5392 // A test has no generated code, and they are named as the system names them.
    [DllImport("libc", CharSet = CharSet.Ansi)]
    private static extern int setenv(string name, string value, int overwrite);

    [DllImport("libc", CharSet = CharSet.Ansi)]
    private static extern nint getenv(string name);
#pragma warning restore IDE1006, SYSLIB1054, CA2101, CA5392
}
