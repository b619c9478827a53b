using System.Diagnostics;
using Dagstack.Extensions.Plugins.Mcp.Tests.Processes;

namespace Dagstack.Extensions.Plugins.Mcp.Tests.Worker;

/// <summary>The ways in which a host is started, each of which starts it again as a worker.</summary>
public sealed class HostFormTests : IDisposable
{
    private static readonly string s_host = Path.Combine(Repository.Root, "tests", "fixtures", "Odd", "Odd.Host", "bin", Repository.Configuration, "net10.0", "Odd.Host");

    private readonly TempFolder _root = new();

    public HostFormTests()
    {
        Directory.CreateDirectory(_root.Combine("odd"));
        foreach (var file in Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "plugins", "odd")))
        {
            File.Copy(file, _root.Combine($"odd/{Path.GetFileName(file)}"));
        }
    }

    public void Dispose() => _root.Dispose();

    [Fact]
    public async Task Host_AsItsOwnProgram_HasAWorker() => await RunAsync(OperatingSystem.IsWindows() ? s_host + ".exe" : s_host);

    [Fact]
    public async Task Host_ByDotnet_HasAWorker() => await RunAsync("dotnet", s_host + ".dll");

    [Fact]
    public async Task Host_ByDotnetExec_WithFilesOfAnotherProgram_HasAWorker()
    {
        var copy = Copy();
        foreach (var extension in new[] { ".deps.json", ".runtimeconfig.json" })
        {
            File.Move(Path.Combine(copy, "Odd.Host" + extension), Path.Combine(copy, "Tests" + extension));
        }

        await RunAsync("dotnet", "exec", "--runtimeconfig", Path.Combine(copy, "Tests.runtimeconfig.json"), "--depsfile", Path.Combine(copy, "Tests.deps.json"), Path.Combine(copy, "Odd.Host.dll"));
    }

    [Fact(SkipUnless = nameof(Children.HaveUnix), SkipType = typeof(Children), Skip = "Programs have another ending there.")]
    public async Task Host_ByAProgramOfAnotherName_HasAWorkerByDotnet()
    {
        var copy = Copy();
        File.Move(Path.Combine(copy, "Odd.Host"), Path.Combine(copy, "other"));

        await RunAsync(Path.Combine(copy, "other"));
    }

    [Fact(SkipUnless = nameof(Children.HaveProc), SkipType = typeof(Children), Skip = "There is no /proc.")]
    public async Task Host_Killed_WhileItsWorkerIsInALoop_LeavesNoProcess()
    {
        using var host = Process.Start(new ProcessStartInfo("dotnet", [s_host + ".dll", _root.Path, "die", "loop", "600"]) { RedirectStandardOutput = true })!;
        var line = await host.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken).AsTask().WaitAsync(Limits.Patience, TestContext.Current.CancellationToken);
        var worker = int.Parse(line!.Split(' ')[1], System.Globalization.CultureInfo.InvariantCulture);
        Assert.True(Children.Runs(worker));

        host.Kill();

        await Wait.UntilAsync(() => !Children.Runs(worker), "the worker has ended");
    }

    [Fact]
    public async Task Host_WithoutStartupHooks_SaysSo()
    {
        var copy = Copy();
        var configuration = Path.Combine(copy, "Odd.Host.runtimeconfig.json");
        await File.WriteAllTextAsync(configuration, (await File.ReadAllTextAsync(configuration, TestContext.Current.CancellationToken)).Replace("\"configProperties\": {", "\"configProperties\": { \"System.StartupHookProvider.IsSupported\": false,", StringComparison.Ordinal), TestContext.Current.CancellationToken);

        var said = await OutputAsync("dotnet", Path.Combine(copy, "Odd.Host.dll"));

        Assert.StartsWith("RuntimeNotSupported: ", said, StringComparison.Ordinal);
        Assert.Contains("Startup hooks are switched off", said, StringComparison.Ordinal);
    }

    private string Copy()
    {
        var copy = Directory.CreateDirectory(_root.Combine("host")).FullName;
        foreach (var file in Directory.GetFiles(Path.GetDirectoryName(s_host)!))
        {
            File.Copy(file, Path.Combine(copy, Path.GetFileName(file)));
        }

        return copy;
    }

    private async Task RunAsync(string program, params string[] arguments)
    {
        var said = (await OutputAsync(program, arguments)).Split(' ');

        Assert.True(said.Length == 2 && said[0] != said[1] && int.TryParse(said[1], out _), string.Join(' ', said));
    }

    private async Task<string> OutputAsync(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, [.. arguments, _root.Path]) { RedirectStandardOutput = true })!;
        var said = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken).WaitAsync(Limits.Patience, TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(Limits.Patience, TestContext.Current.CancellationToken);
        return said.Trim();
    }
}
