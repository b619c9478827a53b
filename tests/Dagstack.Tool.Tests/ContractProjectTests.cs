using Dagstack.Extensions.Plugins.Tests;

namespace Dagstack.Tool.Tests;

/// <summary>Contracts that are named by their projects.</summary>
public sealed class ContractProjectTests
{
    public static bool HasOwnHost => Path.GetFileNameWithoutExtension(Environment.ProcessPath) != "dotnet";

    [Fact]
    public async Task Contract_OfAPluginThatWasNeverBuilt_IsThatOfTheReferencedProject()
    {
        using var projects = new ContractProjects();

        var ran = await DagstackProcess.RunAsync(projects.Path, "inspect", "Halves");

        Assert.Equal((0, string.Empty), (ran.ExitCode, ran.Error));
        Assert.Contains("cut   text", ran.Output, StringComparison.Ordinal);
        Assert.True(File.Exists(projects.Combine("Cutting/bin/Debug/net10.0/Cutting.dll")));
    }

    [Fact]
    public async Task Contract_NamedByItsProject_IsBuiltWhenItWasChanged()
    {
        using var projects = new ContractProjects();
        var output = projects.Combine("Cutting/bin/Debug/net10.0/Cutting.dll");

        var first = await InspectAsync(projects, "Cutting");
        var built = File.GetLastWriteTimeUtc(output);
        var again = await InspectAsync(projects, "Cutting/Cutting.csproj");
        Assert.Equal(built, File.GetLastWriteTimeUtc(output));
        projects.Write("Cutting/ICutter.cs", """[Dagstack.Extensions.Plugins.PluginKind("cutter")] public interface ICutter { string Halve(string text, Pieces.Piece first); }""");
        var changed = await InspectAsync(projects, "Cutting");

        Assert.All([first, again, changed], static ran => Assert.Equal((0, string.Empty), (ran.ExitCode, ran.Error)));
        Assert.Equal(first.Output, again.Output);
        Assert.Contains("halve  text, first", changed.Output, StringComparison.Ordinal);
        Assert.NotEqual(built, File.GetLastWriteTimeUtc(output));
    }

    [Fact]
    public async Task Contract_ThatDoesNotCompile_SaysWhatTheCompilerSays()
    {
        using var projects = new ContractProjects();
        projects.Write("Cutting/ICutter.cs", "public interface ICutter { Nothing Cut(); }");

        var ran = await InspectAsync(projects, "Cutting");

        Assert.Equal((2, string.Empty), (ran.ExitCode, ran.Output));
        Assert.StartsWith($"The project '{Path.Combine("Cutting", "Cutting.csproj")}' is not built: 'dotnet build' ended with 1. Correct what it says, ", ran.Error, StringComparison.Ordinal);
        Assert.Contains("ICutter.cs(1,28): error CS0246: ", ran.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Contract_ProjectThatCannotBeRead_SaysWhatMSBuildSays()
    {
        using var projects = new ContractProjects();
        projects.Write("Cutting/Cutting.csproj", "<Project Sdk=\"Microsoft.NET.Sdk\"><PropertyGroup>");

        var ran = await InspectAsync(projects, "Cutting");

        Assert.Equal((2, string.Empty), (ran.ExitCode, ran.Output));
        Assert.StartsWith($"The project '{Path.Combine("Cutting", "Cutting.csproj")}' cannot be read: 'dotnet msbuild' ended with 1. ", ran.Error, StringComparison.Ordinal);
        Assert.Contains("MSB4025", ran.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Contract_ProjectForSeveralFrameworks_IsThatWhichCanBeLoadedHere()
    {
        using var projects = new ContractProjects();
        var file = projects.Combine("Cutting/Cutting.csproj");
        var text = await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken);

        projects.Write("Cutting/Cutting.csproj", text.Replace("<TargetFramework>net10.0</TargetFramework>", "<TargetFrameworks>net10.0</TargetFrameworks>", StringComparison.Ordinal));
        var built = await InspectAsync(projects, "Cutting");
        projects.Write("Cutting/Cutting.csproj", text.Replace("<TargetFramework>net10.0</TargetFramework>", "<TargetFrameworks>net48;net472</TargetFrameworks>", StringComparison.Ordinal));
        var none = await InspectAsync(projects, "Cutting");

        Assert.Equal((0, string.Empty), (built.ExitCode, built.Error));
        Assert.Equal((2, string.Empty), (none.ExitCode, none.Output));
        Assert.Equal($"The project '{Path.Combine("Cutting", "Cutting.csproj")}' builds for net48, net472, and none of these can be loaded here. Add net10.0 to its TargetFrameworks.\n", none.Error);
    }

    [Fact]
    public async Task Contract_ProjectWithoutContract_SaysWhatMakesOne()
    {
        using var projects = new ContractProjects();

        var ran = await InspectAsync(projects, "Pieces");

        Assert.Equal((2, string.Empty), (ran.ExitCode, ran.Output));
        Assert.StartsWith("'Pieces' has no contract. Name the assembly whose interfaces have [PluginKind(", ran.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Contract_FolderWithoutOneProject_SaysWhatThereIs()
    {
        using var projects = new ContractProjects();
        projects.Write("Cutting/Other.csproj", "<Project />");

        var none = await InspectAsync(projects, ".");
        var several = await InspectAsync(projects, "Cutting");

        Assert.Equal((2, 2), (none.ExitCode, several.ExitCode));
        Assert.StartsWith("The folder '.' has no project: no *.csproj, *.fsproj or *.vbproj. --contract names ", none.Error, StringComparison.Ordinal);
        Assert.Equal($"The folder 'Cutting' has 2 projects. Name the one of the contract: {Path.Combine("Cutting", "Cutting.csproj")}, {Path.Combine("Cutting", "Other.csproj")}.\n", several.Error);
    }

    [Fact(SkipUnless = nameof(HasOwnHost), Skip = "The program that runs the tests is the SDK's own.")]
    public async Task Contract_WithoutAnSdk_SaysSo()
    {
        using var projects = new ContractProjects();
        using var output = new StringWriter();
        using var error = new StringWriter();
        var host = Environment.GetEnvironmentVariable("DOTNET_HOST_PATH");
        int code;
        try
        {
            Environment.SetEnvironmentVariable("DOTNET_HOST_PATH", projects.Combine("nowhere/dotnet"));
            code = await DagstackCommand.RunAsync(["list", "--plugins", projects.Path, "--contract", projects.Combine("Cutting")], new(output, error, Screen: null), TestContext.Current.CancellationToken);
        }
        finally
        {
            Environment.SetEnvironmentVariable("DOTNET_HOST_PATH", host);
        }

        Assert.Equal((2, string.Empty), (code, output.ToString()));
        Assert.Contains("'dotnet msbuild' cannot be started: ", error.ToString(), StringComparison.Ordinal);
        Assert.Contains("install it. Without it, contracts can be named as assemblies that are built.", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Contract_BuildThatIsInterrupted_WasSaidAndEnds()
    {
        using var projects = new ContractProjects();
        using var interrupted = new CancellationTokenSource();
        using var output = new StringWriter();
        using var error = new FirstLine(interrupted.Cancel);

        var code = await DagstackCommand.RunAsync(["inspect", projects.Combine("Halves")], new(output, error, Screen: null) { ShowsProgress = true }, interrupted.Token);

        Assert.Equal((130, string.Empty), (code, output.ToString()));
        Assert.Equal($"Building {projects.Combine("Cutting/Cutting.csproj")}, which is not built …", error.ToString().TrimEnd());
    }

    /// <summary>Does something as soon as a line is written.</summary>
    private sealed class FirstLine(Action then) : StringWriter
    {
        public override void WriteLine(string? value)
        {
            base.WriteLine(value);
            then();
        }
    }

    private static Task<DagstackProcess> InspectAsync(ContractProjects projects, string contract) => DagstackProcess.RunAsync(projects.Path, "inspect", "Halves", "--contract", contract);
}
