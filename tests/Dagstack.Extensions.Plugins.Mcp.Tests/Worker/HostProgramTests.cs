using Dagstack.Extensions.Plugins.Mcp.Worker;

namespace Dagstack.Extensions.Plugins.Mcp.Tests.Worker;

/// <summary>How the program of the host is started again, and where it cannot be.</summary>
public sealed class HostProgramTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Command_OfItsOwnProgram_IsThatProgram() =>
        Assert.Equal([Program().ProcessPath!], CommandOf(Program()));

    [Fact]
    public void Command_OfASingleFile_IsThatFile() =>
        Assert.Equal(["/elsewhere/tool"], CommandOf(Program() with { EntryPath = string.Empty, ProcessPath = "/elsewhere/tool" }));

    [Fact]
    public void Command_OfDotnet_IsDotnetWithTheAssembly()
    {
        _folder.Write("Host.runtimeconfig.json", "{}");

        Assert.Equal(["/usr/bin/dotnet", _folder.Combine("Host.dll")], CommandOf(Program() with { ProcessPath = "/usr/bin/dotnet" }));
    }

    [Fact]
    public void Command_OfAShimElsewhere_IsTheDotnetOfTheRuntime()
    {
        _folder.Write("Host.runtimeconfig.json", "{}");
        var dotnet = _folder.Write(OperatingSystem.IsWindows() ? "root/dotnet.exe" : "root/dotnet", "");

        Assert.Equal([dotnet, _folder.Combine("Host.dll")], CommandOf(Program() with { ProcessPath = "/tools/host", RuntimeFolder = _folder.Combine("root/shared/Microsoft.NETCore.App/10.0.0") }));
    }

    [Fact]
    public void Command_OfAnotherProgramInItsFolder_IsDotnetWithTheAssembly()
    {
        _folder.Write("Host.runtimeconfig.json", "{}");
        var dotnet = _folder.Write(OperatingSystem.IsWindows() ? "root/dotnet.exe" : "root/dotnet", "");

        Assert.Equal([dotnet, _folder.Combine("Host.dll")], CommandOf(Program() with { ProcessPath = _folder.Combine("native"), RuntimeFolder = _folder.Combine("root/shared/Microsoft.NETCore.App/10.0.0") }));
    }

    [Fact]
    public void Command_OfDotnetExec_IsTheSameAgain()
    {
        var (dependencies, configuration) = (_folder.Write("tests/Tests.deps.json", "{}"), _folder.Write("tests/Tests.runtimeconfig.json", "{}"));
        var program = Program() with { ProcessPath = "/usr/bin/dotnet", DependenciesPath = dependencies, ProbingFolders = ["/packages", "/others"] };

        Assert.Equal(
            ["/usr/bin/dotnet", "exec", "--runtimeconfig", configuration, "--depsfile", dependencies, "--additionalprobingpath", "/packages", "--additionalprobingpath", "/others", _folder.Combine("Host.dll")],
            CommandOf(program));
    }

    [Fact]
    public void Command_OfAProgramThatWasToldWhatItIsMadeOf_IsDotnetExec()
    {
        var dotnet = _folder.Write(OperatingSystem.IsWindows() ? "root/dotnet.exe" : "root/dotnet", "");
        var (dependencies, configuration) = (_folder.Write("tests/Tests.deps.json", "{}"), _folder.Write("Host.runtimeconfig.json", "{}"));

        Assert.Equal(
            [dotnet, "exec", "--runtimeconfig", configuration, "--depsfile", dependencies, _folder.Combine("Host.dll")],
            CommandOf(Program() with { DependenciesPath = dependencies, RuntimeFolder = _folder.Combine("root/shared/Microsoft.NETCore.App/10.0.0") }));
    }

    [Fact]
    public void Command_WithDependenciesThatAreNotThere_IsThatOfTheAssembly()
    {
        _folder.Write("Host.runtimeconfig.json", "{}");

        Assert.Equal(["/usr/bin/dotnet", _folder.Combine("Host.dll")], CommandOf(Program() with { ProcessPath = "/usr/bin/dotnet", DependenciesPath = _folder.Combine("Other.deps.json") }));
    }

    [Fact]
    public void Command_WhereItCannotBeStarted_SaysWhy()
    {
        Assert.Contains("native AOT", ReasonOf(Program() with { IsNative = true }), StringComparison.Ordinal);
        Assert.Contains("'#:property PublishAot=false' into its file", ReasonOf(Program() with { HasStartupHooks = false }), StringComparison.Ordinal);
        Assert.Contains("<StartupHookSupport>true</StartupHookSupport>", ReasonOf(Program() with { HasStartupHooks = false }), StringComparison.Ordinal);
        Assert.Contains(WorkerVariables.Hooks, ReasonOf(Program() with { IsWorker = true }), StringComparison.Ordinal);
        Assert.Contains("native code has started .NET", ReasonOf(Program() with { EntryPath = null }), StringComparison.Ordinal);
        Assert.Contains("OutOfProcess", ReasonOf(Program() with { ProcessPath = "/inetsrv/w3wp.exe" }), StringComparison.Ordinal);
        Assert.Contains("'/other/program', which is not its own program", ReasonOf(Program() with { ProcessPath = "/other/program" }), StringComparison.Ordinal);
        Assert.Contains("'Host.runtimeconfig.json' beside its assembly", ReasonOf(Program() with { ProcessPath = "/usr/bin/dotnet" }), StringComparison.Ordinal);
        Assert.Contains("'Host.runtimeconfig.json' beside its assembly", ReasonOf(Program() with { ProcessPath = "/usr/bin/dotnet", DependenciesPath = _folder.Write("Tests.deps.json", "{}") }), StringComparison.Ordinal);
    }

    [Fact]
    public void Command_OfThisProcess_IsThere() => Assert.NotEmpty(CommandOf(HostProgram.Current));

    private static IReadOnlyList<string> CommandOf(HostProgram program)
    {
        Assert.True(program.TryFindCommand(out var command, out var reason), reason);
        return command;
    }

    private static string ReasonOf(HostProgram program)
    {
        Assert.False(program.TryFindCommand(out var command, out var reason));
        Assert.Empty(command);
        return reason!;
    }

    private HostProgram Program() => new()
    {
        ProcessPath = _folder.Combine(OperatingSystem.IsWindows() ? "Host.exe" : "Host"),
        EntryPath = _folder.Combine("Host.dll"),
        RuntimeFolder = _folder.Combine("runtime/shared/Microsoft.NETCore.App/10.0.0"),
        HasStartupHooks = true,
        IsNative = false,
        IsWorker = false,
    };
}
