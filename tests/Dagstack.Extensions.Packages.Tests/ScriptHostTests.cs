using System.Runtime.InteropServices;
using System.Text.RegularExpressions;

namespace Dagstack.Extensions.Packages.Tests;

/// <summary>The chunker of the guide as two files, in every kind of host, and what builds do with such folders.</summary>
public sealed partial class ScriptHostTests(ScriptSolution solution) : IClassFixture<ScriptSolution>
{
    private static readonly string[] s_files = ["dagstack.toml", "data.json", "more/text.cs", "plugin.cs"];

    private readonly UserRepository _repository = solution.Repository;

    [Fact]
    public async Task Console_ServesIt_AndStartsFromTheCacheWithoutACompiler()
    {
        var build = await _repository.SucceedAsync("build", "Host", "--nologo");
        Assert.Contains("0 Warning(s)", build.Output, StringComparison.Ordinal);
        Assert.Equal(s_files, _repository.Files("Host/bin/Debug/net10.0/plugins/fixed"));
        Assert.Equal(["fixed"], Directory.GetDirectories(_repository.Combine("Host/bin/Debug/net10.0/plugins")).Select(Path.GetFileName));
        Assert.False(File.Exists(_repository.Combine("Host/bin/Debug/net10.0/plugins/OwnCode.cs")));

        Assert.Equal("compiler: True", await RunAsync("Host/bin/Debug/net10.0/Host", "first"));
        Assert.Equal("compiler: False", await RunAsync("Host/bin/Debug/net10.0/Host", "first"));
    }

    [Theory]
    [InlineData("--no-self-contained", false)]
    [InlineData("--no-self-contained", true)]
    [InlineData("--self-contained", true)]
    public async Task Published_ServesIt_AndStartsFromTheCacheWithoutACompiler(string mode, bool isOneFile)
    {
        var name = $"out/{mode.Trim('-')}-{isOneFile}";
        string[] platform = isOneFile ? ["-r", RuntimeInformation.RuntimeIdentifier, "-p:PublishSingleFile=true"] : [];
        var publish = await _repository.DotnetAsync(["publish", "Host", "--nologo", "-o", _repository.Combine(name), mode, .. platform]);
        Assert.SkipWhen(Missing().Match(publish.Output + publish.Error) is { Success: true }, "A pack of the runtime is not in the SDK, and cannot be had here.");
        Assert.True(publish.ExitCode == 0, publish.Output + publish.Error);
        Assert.DoesNotContain(": warning ", publish.Output, StringComparison.Ordinal);
        Assert.Equal(s_files, _repository.Files(name + "/plugins/fixed"));

        Assert.Equal("compiler: True", await RunAsync(name + "/Host", name));
        Assert.Equal("compiler: False", await RunAsync(name + "/Host", name));
    }

    [Fact]
    public async Task Web_ServesIt()
    {
        await _repository.SucceedAsync("build", "Web", "--nologo");

        await RunAsync("Web/bin/Debug/net10.0/Web", "web");
    }

    [Fact]
    public async Task ProgramOfOneFile_ServesIt()
    {
        var run = await Tool.RunProgramAsync("dotnet", _repository.Combine("One"), Development("one"), "run", "host.cs");

        AssertServes(run);
    }

    [Fact]
    public async Task Build_SwitchedOff_TakesTheCodeForTheHosts()
    {
        _repository.Write("Off/Off.csproj", """<Project Sdk="Microsoft.NET.Sdk"><PropertyGroup><OutputType>Exe</OutputType><TargetFramework>net10.0</TargetFramework><DagstackPluginContent>false</DagstackPluginContent></PropertyGroup><ItemGroup><PackageReference Include="Dagstack.Extensions.Plugins" Version="0.2.0" /></ItemGroup></Project>""");
        _repository.Write("Off/Program.cs", "return;");
        _repository.Write("Off/plugins/one/dagstack.toml", "[plugin]");
        _repository.Write("Off/plugins/one/plugin.cs", "This is not C#.");

        var build = await _repository.DotnetAsync("build", "Off", "--nologo");

        Assert.NotEqual(0, build.ExitCode);
        Assert.Contains("plugins/one/plugin.cs(1,", build.Output.Replace('\\', '/'), StringComparison.Ordinal);
    }

    private Dictionary<string, string> Development(string cache) => new() { ["DOTNET_ENVIRONMENT"] = "Development", ["XDG_CACHE_HOME"] = _repository.Combine("cache/" + cache), ["LOCALAPPDATA"] = _repository.Combine("cache/" + cache) };

    /// <summary>Runs a host from a folder that is not its own.</summary>
    /// <returns>What it says of the compiler.</returns>
    private async Task<string?> RunAsync(string host, string cache)
    {
        var run = await Tool.RunProgramAsync(_repository.Combine(host + (OperatingSystem.IsWindows() ? ".exe" : string.Empty)), Path.GetTempPath(), Development(cache));
        AssertServes(run);
        return run.Lines.LastOrDefault(static line => line.StartsWith("compiler: ", StringComparison.Ordinal));
    }

    private static void AssertServes(ProcessResult run)
    {
        Assert.True(run.ExitCode == 0, run.Output + run.Error);
        Assert.Equal(ReadmeSolution.Output, run.Lines.Where(static line => char.IsAsciiDigit(line[0]) && line.Contains(": ", StringComparison.Ordinal)));
    }

    [GeneratedRegex(@"\b(NU1101|NU1102|NU1301|NETSDK1112)\b.*")]
    private static partial Regex Missing();
}
