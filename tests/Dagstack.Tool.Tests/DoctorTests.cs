using System.IO.Compression;
using System.Text.Json;
using Dagstack.Extensions.Plugins;
using Dagstack.Extensions.Plugins.Tests;
using Dagstack.Tool.Doctor;
using Dagstack.Tool.Output;

namespace Dagstack.Tool.Tests;

/// <summary><c>doctor</c> says what is wrong around plugins, and what to do.</summary>
public sealed class DoctorTests
{
    private static readonly string s_tests = AppContext.BaseDirectory;
    private static readonly Version s_version = System.Reflection.AssemblyName.GetAssemblyName(Plugins.Contracts).Version!;

    public static bool HasUnix => !OperatingSystem.IsWindows();

    [Fact]
    public async Task Doctor_OfWhatIsSound_IsGood()
    {
        using var folder = new TempFolder();
        Host(folder);
        Plugins.Copy(Plugins.Fixed, folder.Combine("plugins/fixed"));

        var checks = await DoctorAsync(folder, 0, "--host", "Host.dll");

        Assert.All(checks, static check => Assert.Equal("good", check.Result));
        Assert.Contains(checks, static check => check.Check == "sdk");
        Assert.Contains(checks, static check => check is { Check: "host", Text: var text } && text.Contains($"Dagstack.Extensions.Plugins {ToolVersion.Current}", StringComparison.Ordinal));
        Assert.Contains(checks, static check => check is { Check: "runtime", Text: var text } && text.Contains("the host asks for 10.0.0", StringComparison.Ordinal));
        Assert.Contains(checks, static check => check is { Check: "folders", Text: "1 plugin is in plugins." });
        Assert.Contains(checks, static check => check is { Check: "assemblies", Text: var text } && text.Contains($"Chunking.Contracts {s_version}", StringComparison.Ordinal) && text.EndsWith("which the host has.", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Doctor_Projects_ComparesPackagesAndTheRunnerOfTests()
    {
        using var folder = new TempFolder();
        folder.Write("a/a.csproj", """<Project><ItemGroup><PackageReference Include="Dagstack.Extensions.Plugins" Version="0.0.1" /><PackageReference Include="xunit.v3" Version="4.0.2" /></ItemGroup></Project>""");
        folder.Write("a/obj/x.csproj", """<Project><ItemGroup><PackageReference Include="Dagstack.Extensions.Plugins" Version="9.9.9" /></ItemGroup></Project>""");
        folder.Write("broken.csproj", "<Project>");
        folder.Write("global.json", "{ }");

        var one = await DoctorAsync(folder, 0);
        folder.Write("Directory.Packages.props", $"""<Project><ItemGroup><PackageVersion Include="Dagstack.Extensions.Plugins.Testing" Version="{ToolVersion.Current}" /></ItemGroup></Project>""");
        folder.Write("global.json", "\uFEFF// ours\n" + """{ "test": { "runner": "Microsoft.Testing.Platform" } }""");
        var two = await DoctorAsync(folder, 0);

        Assert.Contains(one, static check => check is { Check: "packages", Result: "warning", Text: var text } && text.StartsWith($"The packages of dagstack are 0.0.1 (Dagstack.Extensions.Plugins in {Path.Combine("a", "a.csproj")}), and this program is {ToolVersion.Current}", StringComparison.Ordinal));
        Assert.Contains(one, static check => check is { Check: "tests", Result: "warning" } && check.Remedy!.Contains("Microsoft.Testing.Platform", StringComparison.Ordinal));
        Assert.Contains(two, static check => check is { Check: "packages", Result: "warning", Text: var text } && text.Contains("several versions", StringComparison.Ordinal));
        Assert.Contains(two, static check => check is { Check: "tests", Result: "good" });
    }

    [Fact]
    public async Task Doctor_SdkThatIsNotThere_IsBad()
    {
        using var folder = new TempFolder();
        folder.Write("global.json", """{ "sdk": { "version": "99.0.100", "rollForward": "disable" } }""");

        var checks = await DoctorAsync(folder, 1);

        var sdk = Assert.Single(checks, static check => check.Check == "sdk");
        Assert.Equal("bad", sdk.Result);
        Assert.StartsWith("dotnet has no SDK for this folder: global.json asks for 99.0.100; installed: 10.", sdk.Text, StringComparison.Ordinal);
        Assert.Contains("Install the SDK of .NET 10", sdk.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Doctor_WithoutDotnetInPath_SaysSo()
    {
        using var folder = new TempFolder();
        var dotnet = Environment.ProcessPath is { } own && Path.GetFileNameWithoutExtension(own) == "dotnet" ? own : Environment.GetEnvironmentVariable("PATH")!.Split(Path.PathSeparator).Select(static one => Path.Combine(one, OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet")).First(File.Exists);
        var start = new System.Diagnostics.ProcessStartInfo(dotnet, [DagstackProcess.Program, "doctor", "--json"]) { WorkingDirectory = folder.Path, RedirectStandardOutput = true };
        start.Environment["PATH"] = folder.Path;
        using var process = System.Diagnostics.Process.Start(start)!;
        var output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);

        Assert.Contains(ChecksOf(output), static check => check is { Check: "sdk", Result: "warning", Text: "The command dotnet is not in PATH: nothing can be built from here." });
    }

    [Fact]
    public async Task Doctor_HostThatIsNone_SaysWhatIsMissing()
    {
        using var folder = new TempFolder();
        folder.Write("Host.dll", "a host");
        File.Copy(Plugins.Contracts, folder.Combine("Chunking.Contracts.dll"));
        folder.Write("Host.runtimeconfig.json", """{ "runtimeOptions": { "framework": { "name": "Microsoft.NETCore.App", "version": "99.0.0" } } }""");

        var checks = await DoctorAsync(folder, 1, "--host", "Host.dll");
        File.Delete(folder.Combine("Host.runtimeconfig.json"));
        File.Delete(folder.Combine("Chunking.Contracts.dll"));
        var less = await DoctorAsync(folder, 1, "--host", "Host.dll");

        Assert.Contains(checks, static check => check is { Check: "host", Result: "bad", Text: "Beside Host.dll is no Dagstack.Extensions.Plugins.dll: it hosts no plugins, or is a library." });
        Assert.Contains(checks, static check => check is { Check: "runtime", Result: "bad", Text: var text } && text.StartsWith("Host.runtimeconfig.json asks for Microsoft.NETCore.App 99.0.0, and ", StringComparison.Ordinal));
        Assert.Contains(checks, static check => check is { Check: "folders", Result: "bad", Text: "There is no folder plugins." });
        Assert.Contains(less, static check => check is { Check: "host", Result: "bad", Text: var text } && text.Contains("no assembly with a contract", StringComparison.Ordinal));
        Assert.Contains(less, static check => check is { Check: "host", Result: "warning", Text: "There is no Host.runtimeconfig.json: dotnet cannot start the host." });
    }

    [Fact]
    public async Task Doctor_Plugins_FindsConflictsCopiesAndWhatIsMissing()
    {
        using var folder = Plugins.OfThePage();
        Plugins.Copy(Plugins.Fixed, folder.Combine("plugins/fixed"));
        File.Copy(Plugins.Contracts, folder.Combine("plugins/fixed/Chunking.Contracts.dll"));
        folder.Write("plugins/fixed/runtimes/plan9-x64/native/libx.so", "x");
        folder.Write("plugins/again/dagstack.toml", Plugins.Sound("lines"));

        var checks = await DoctorAsync(folder, 1, "--contract", "Chunking.Contracts.dll");

        Assert.Equal(2, checks.Count(static check => check is { Check: "manifests", Result: "bad" } && check.Text.Contains("chunker:lines is unavailable (AmbiguousPlugin)", StringComparison.Ordinal)));
        Assert.Contains(checks, static check => check is { Check: "manifests", Result: "bad", Text: var text } && text.StartsWith("chunker:words is unavailable (ManifestInvalid)", StringComparison.Ordinal) && check.Remedy!.Contains("--fix", StringComparison.Ordinal));
        Assert.Contains(checks, static check => check is { Check: "assemblies", Result: "warning", Text: var text } && text.StartsWith("The folder of chunker:fixed has Chunking.Contracts.dll, which is the host's", StringComparison.Ordinal));
        Assert.Contains(checks, static check => check is { Check: "assemblies", Result: "bad", Text: var text } && text.Contains("which its entry_point names", StringComparison.Ordinal));
        Assert.Contains(checks, static check => check is { Check: "natives", Result: "warning", Text: var text } && text.StartsWith("chunker:fixed has native libraries for plan9-x64 only", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("10.0.0", null, "10.0.12")]
    [InlineData("10.0.13", null, "10.2.1")]
    [InlineData("10.0.0", "LatestMinor", "10.2.1")]
    [InlineData("10.0.0", "latestPatch", "10.0.12")]
    [InlineData("10.1.0", "LatestPatch", null)]
    [InlineData("10.0.3", "Disable", "10.0.3")]
    [InlineData("10.0.4", "Disable", null)]
    [InlineData("9.0.0", null, null)]
    [InlineData("9.0.0", "Minor", null)]
    [InlineData("9.0.0", "Major", "10.0.12")]
    [InlineData("9.0.0", "LatestMajor", "11.0.0")]
    [InlineData("12.0.0", "LatestMajor", null)]
    public void RollForward_ChoosesAsDotnetDoes(string wanted, string? policy, string? expected)
    {
        var installed = new[] { "10.0.3", "10.0.12", "10.2.1", "11.0.0" }.Select(Version.Parse);

        Assert.Equal(expected, RollForward.Choose(Version.Parse(wanted), installed, policy)?.ToString());
    }

    [Fact]
    public async Task Doctor_HostThatMayRollForward_IsGood()
    {
        using var folder = new TempFolder();
        Host(folder);
        folder.Write("Host.runtimeconfig.json", "\uFEFF/* ours */ " + """{ "runtimeOptions": { "rollForward": "Major", "framework": { "name": "Microsoft.NETCore.App", "version": "6.0.0" } } }""");
        Plugins.Copy(Plugins.Fixed, folder.Combine("plugins/fixed"));

        var checks = await DoctorAsync(folder, 0, "--host", "Host.dll");

        Assert.Contains(checks, static check => check is { Check: "runtime", Result: "good", Text: var text } && text.EndsWith("and the host asks for 6.0.0 with rollForward Major.", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("7F454C4602010100000000000000000003003E00", "linux-x64")]
    [InlineData("7F454C460201010000000000000000000300B700", "linux-arm64")]
    [InlineData("7F454C4602020100000000000000000000030016", "linux-s390x")]
    [InlineData("7F454C46", "linux")]
    [InlineData("CFFAEDFE0C000001", "osx-arm64")]
    [InlineData("CFFAEDFE07000001", "osx-x64")]
    [InlineData("CAFEBABE00000002", "osx")]
    [InlineData("4D5A", "win")]
    [InlineData("23212F62696E2F7368", null)]
    public void NativePlatform_IsThatOfTheFirstBytes(string bytes, string? expected) => Assert.Equal(expected, NativePlatform.Of(Convert.FromHexString(bytes)));

    [Fact]
    public void NativePlatform_OfWindows_HasItsProcessor()
    {
        var bytes = new byte[0x90];
        (bytes[0], bytes[1], bytes[0x3C], bytes[0x84], bytes[0x85]) = ((byte)'M', (byte)'Z', 0x80, 0x64, 0xAA);

        Assert.Equal("win-arm64", NativePlatform.Of(bytes));
    }

    [Fact]
    public async Task Doctor_ContractOfAPackage_IsComparedWithThePlugins()
    {
        using var folder = new TempFolder();
        folder.Write("package/chunking.contracts.nuspec", "<package><metadata><id>Chunking.Contracts</id><version>1.0.0</version><dependencies /></metadata></package>");
        Directory.CreateDirectory(folder.Combine("package/lib/net10.0"));
        File.Copy(Plugins.Contracts, folder.Combine("package/lib/net10.0/Chunking.Contracts.dll"));
        ZipFile.CreateFromDirectory(folder.Combine("package"), folder.Combine("Chunking.Contracts.1.0.0.nupkg"));
        Plugins.Copy(Plugins.Fixed, folder.Combine("plugins/fixed"));

        var checks = await DoctorAsync(folder, 0, "--contract", "Chunking.Contracts.1.0.0.nupkg");

        Assert.Contains(checks, static check => check is { Check: "assemblies", Result: "good", Text: var text } && text.Contains($"Chunking.Contracts {s_version}", StringComparison.Ordinal) && text.EndsWith("which this program has.", StringComparison.Ordinal));
    }

    [Fact]
    public void Doctor_PluginBuiltAgainstANewerContract_SaysWhichVersionsThereAre()
    {
        var manifest = PluginManifestLoader.Load(Plugins.Fixed).ThrowIfInvalid();
        var checks = new AssemblyChecks(new("the host", new Dictionary<string, Version>(StringComparer.OrdinalIgnoreCase) { ["Chunking.Contracts"] = new(0, 1, 0, 0) }));

        var found = Assert.Single(checks.Run(new(manifest, PluginRuntimes.InProcess, Plugins.Fixed)));

        Assert.Equal((Health.Bad, $"chunker:fixed was built against Chunking.Contracts {s_version}, and the host has 0.1.0.0."), (found.Health, found.Text));
        Assert.Equal("Update Chunking.Contracts in the host, or build the plugin against 0.1.0.0 or older.", found.Remedy);
    }

    [Fact(SkipUnless = nameof(HasUnix), Skip = "Programs are made executable by their mode.")]
    public async Task Doctor_Programs_AreLookedFor()
    {
        using var folder = new TempFolder();
        foreach (var (name, command) in new[] { ("shell", "sh"), ("absent", "no-such-program-here"), ("own", "./serve"), ("later", "${PROGRAM}") })
        {
            folder.Write($"plugins/{name}/dagstack.toml", $"""
                [plugin]
                name = "{name}"
                kind = "chunker"
                runtime = "mcp_stdio"
                core_version = ">=0.1.0"
                [plugin.mcp_stdio]
                command = ["{command}"]
                """);
        }

        folder.Write("plugins/own/serve", "#!/bin/sh\n");
        folder.Write("plugins/http/dagstack.toml", """
            [plugin]
            name = "http"
            kind = "chunker"
            runtime = "mcp_http"
            core_version = ">=0.1.0"
            [plugin.mcp_http]
            url = "https://example.com/mcp"
            auth_secret_env = "DAGSTACK_TEST_NOT_SET"
            """);

        var checks = (await DoctorAsync(folder, 1)).Where(static check => check.Check == "programs").ToArray();

        Assert.Equal(
            [
                "The command ./serve of chunker:own is no program in plugins/own.",
                "The command no-such-program-here of chunker:absent is not in PATH.",
                "chunker:http takes its secret from the variable DAGSTACK_TEST_NOT_SET, which is not set here.",
            ],
            checks.Where(static check => check.Result != "good").Select(static check => check.Text).Order(StringComparer.Ordinal));
        Assert.StartsWith("The command sh of chunker:shell is /", Assert.Single(checks, static check => check.Result == "good").Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Doctor_Loading_SaysWhatStaysInMemoryAndWhatHoldsIt()
    {
        using var folder = new TempFolder();
        Plugins.Copy(Plugins.Fixed, folder.Combine("plugins/fixed"));
        Plugins.Copy(Plugins.Suspects, folder.Combine("plugins/held"));
        folder.Write("plugins/held/dagstack.toml", """
            [plugin]
            name = "held"
            kind = "probe"
            runtime = "in_process"
            core_version = ">=0.1.0"
            entry_point = "suspects:ProcessHandler"
            """);

        var checks = await DoctorAsync(folder, 0, "--load", "--contract", Plugins.Contracts, "--contract", Plugins.SuspectContracts);

        var unloading = checks.Where(static check => check.Check == "unloading").ToDictionary(static check => check.Text.Split(' ')[0]);
        Assert.Equal(("good", "chunker:fixed starts, is replaced, and leaves the process."), (unloading["chunker:fixed"].Result, unloading["chunker:fixed"].Text));
        Assert.Equal("warning", unloading["probe:held"].Result);
        Assert.StartsWith("probe:held stays in memory after it is replaced: event, ", unloading["probe:held"].Text, StringComparison.Ordinal);
        Assert.Contains("ProcessExit", unloading["probe:held"].Text, StringComparison.Ordinal);
        Assert.Contains("Unsubscribe", unloading["probe:held"].Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Doctor_AsText_CountsAndSaysWhatWasNotLookedAt()
    {
        using var folder = Plugins.OfThePage();
        using var empty = new TempFolder();

        var with = await DagstackProcess.RunAsync(folder.Path, "doctor");
        var without = await DagstackProcess.RunAsync(empty.Path, "doctor");

        Assert.Equal((1, 0), (with.ExitCode, without.ExitCode));
        Assert.Contains("bad      manifests: chunker:words is unavailable", with.Output, StringComparison.Ordinal);
        Assert.EndsWith("What does not unload was not looked at: --load starts the plugins.\n", with.Output, StringComparison.Ordinal);
        Assert.EndsWith("2 good, 0 to look at, 0 bad.\nPlugins were not looked at: name their folder by --plugins, or the host by --host.\n", without.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("There is no folder 'nowhere'.", "nowhere")]
    [InlineData("There is no file 'nowhere.dll'.", "--host", "nowhere.dll")]
    [InlineData("--load needs plugins and the contracts of their kinds", "--load")]
    public async Task Doctor_WhatCannotBe_IsWrongUse(string expected, params string[] arguments)
    {
        using var folder = new TempFolder();

        var ran = await DagstackProcess.RunAsync(folder.Path, ["doctor", .. arguments]);

        Assert.Equal((2, string.Empty), (ran.ExitCode, ran.Output));
        Assert.StartsWith(expected, ran.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Doctor_Interrupted_ExitsAsShellsSayIt()
    {
        using var folder = new TempFolder();
        using var interrupted = new CancellationTokenSource();
        await interrupted.CancelAsync();
        using var output = new StringWriter();

        Assert.Equal(130, await DagstackCommand.RunAsync(["doctor", folder.Path], new(output, output, Screen: null), interrupted.Token));
    }

    /// <summary>What is beside a host that is built.</summary>
    private static void Host(TempFolder folder)
    {
        folder.Write("Host.dll", "a host");
        folder.Write("Host.runtimeconfig.json", """{ "runtimeOptions": { "framework": { "name": "Microsoft.NETCore.App", "version": "10.0.0" } } }""");
        foreach (var file in new[] { "Chunking.Contracts.dll", "Dagstack.Extensions.Plugins.dll", "Dagstack.Extensions.Plugins.Abstractions.dll" })
        {
            File.Copy(Path.Combine(s_tests, file), folder.Combine(file));
        }
    }

    private static async Task<IReadOnlyList<Found>> DoctorAsync(TempFolder folder, int exitCode, params string[] arguments)
    {
        var ran = await DagstackProcess.RunAsync(folder.Path, ["doctor", "--json", .. arguments]);
        Assert.True((exitCode, string.Empty) == (ran.ExitCode, ran.Error), ran.Output + ran.Error);
        return ChecksOf(ran.Output);
    }

    private static IReadOnlyList<Found> ChecksOf(string output) => [.. JsonElement.Parse(output).GetProperty("checks").EnumerateArray().Select(static one =>
        new Found(one.GetProperty("check").GetString()!, one.GetProperty("result").GetString()!, one.GetProperty("finding").GetString()!, one.TryGetProperty("remedy", out var remedy) ? remedy.GetString() : null))];

    private sealed record Found(string Check, string Result, string Text, string? Remedy);
}
