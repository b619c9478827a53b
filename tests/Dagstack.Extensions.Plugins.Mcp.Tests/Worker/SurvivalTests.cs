using System.Diagnostics;

namespace Dagstack.Extensions.Plugins.Mcp.Tests.Worker;

/// <summary>What docs/runtimes.md says that a host survives, by a host: one class, whose manifest differs in one word.</summary>
public sealed class SurvivalTests : IDisposable
{
    private static readonly string s_host = Path.Combine(Repository.Root, "tests", "fixtures", "Odd", "Odd.Host", "bin", Repository.Configuration, "net10.0", "Odd.Host.dll");

    private readonly TempFolder _root = new();

    public void Dispose() => _root.Dispose();

    [Theory]
    [InlineData("throw", "it is odd", "PluginCallException")]
    [InlineData("die", "overflow", "PluginUnavailableException")]
    [InlineData("die", "fail_fast", "PluginUnavailableException")]
    [InlineData("die", "thread", "PluginUnavailableException")]
    [InlineData("die", "abort", "PluginUnavailableException")]
    [InlineData("die", "exit", "PluginUnavailableException")]
    [InlineData("die", "loop", "PluginTimeoutException")]
    [InlineData("die", "deadlock", "PluginTimeoutException")]
    [InlineData("print", "to the output", "printed")]
    public async Task InAProcessOfItsOwn_TheHostGoesOn(string what, string text, string came)
    {
        var (lines, exitCode) = await RunAsync(PluginRuntimes.McpStdio, what, text, Limits.Patience.TotalSeconds);

        Assert.Equal([came, "survived"], lines);
        Assert.Equal(0, exitCode);
    }

    [Fact]
    public async Task InTheHostsProcess_AnExceptionIsTheCallers()
    {
        var (lines, exitCode) = await RunAsync(PluginRuntimes.InProcess, "throw", "it is odd", Limits.Patience.TotalSeconds);

        Assert.Equal(["OddException", "survived"], lines);
        Assert.Equal(0, exitCode);
    }

    [Theory]
    [InlineData("overflow")]
    [InlineData("fail_fast")]
    [InlineData("thread")]
    [InlineData("abort")]
    [InlineData("exit")]
    public async Task InTheHostsProcess_TheHostEnds(string way)
    {
        var (lines, exitCode) = await RunAsync(PluginRuntimes.InProcess, "die", way, Limits.Patience.TotalSeconds);

        Assert.Empty(lines);
        Assert.NotEqual(0, exitCode);
    }

    [Theory]
    [InlineData("loop")]
    [InlineData("deadlock")]
    public async Task InTheHostsProcess_TheCallerNeverComesBack(string way)
    {
        var (lines, _) = await RunAsync(PluginRuntimes.InProcess, "die", way, seconds: 4);

        Assert.Equal(["blocked"], lines);
    }

    [Fact]
    public async Task InTheHostsProcess_WhatIsPrintedIsTheHostsOwn()
    {
        var (lines, _) = await RunAsync(PluginRuntimes.InProcess, "print", "by the plugin,", Limits.Patience.TotalSeconds);

        Assert.Contains(lines, static line => line.Contains("by the plugin,", StringComparison.Ordinal));
    }

    private async Task<(string[] Lines, int ExitCode)> RunAsync(string runtime, string what, string text, double seconds)
    {
        Directory.CreateDirectory(_root.Combine("odd"));
        foreach (var file in Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "plugins", "odd")))
        {
            File.Copy(file, _root.Combine($"odd/{Path.GetFileName(file)}"));
        }

        var manifest = _root.Combine("odd/dagstack.toml");
        await File.WriteAllTextAsync(manifest, (await File.ReadAllTextAsync(manifest, TestContext.Current.CancellationToken)).Replace("mcp_stdio", runtime, StringComparison.Ordinal), TestContext.Current.CancellationToken);

        using var process = Process.Start(new ProcessStartInfo("dotnet", [s_host, _root.Path, what, text, seconds.ToString(System.Globalization.CultureInfo.InvariantCulture)]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        var lines = (await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken).WaitAsync(Limits.Patience * 2, TestContext.Current.CancellationToken)).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(Limits.Patience, TestContext.Current.CancellationToken);
        Assert.True(lines is [var processes, ..] && processes.Split(' ') is [var own, var plugins] && (own == plugins) == (runtime == PluginRuntimes.InProcess), $"{string.Join('\n', lines)}\n{await error}");
        return ([.. lines.Skip(1).Select(static line => line.TrimEnd('\r'))], process.ExitCode);
    }
}
