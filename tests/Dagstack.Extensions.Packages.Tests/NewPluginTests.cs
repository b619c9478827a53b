using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace Dagstack.Extensions.Packages.Tests;

/// <summary>From an empty folder to a tested plugin, by four commands and no edit; and what the command line says of it then.</summary>
public sealed class NewPluginTests(PackageFeed feed, ITestOutputHelper output)
{
    [Theory]
    [InlineData("csharp", null)]
    [InlineData("python", "python3")]
    [InlineData("node", "node")]
    public async Task NewPlugin_FromNothing_PassesItsTestsAndIsSeenByEachVerb(string language, string? program)
    {
        Assert.SkipWhen(program is not null && !IsThere(program), $"{program} is not in PATH.");
        using var repository = new UserRepository(feed);
        File.Delete(repository.Combine("global.json"));
        var watch = Stopwatch.StartNew();
        await repository.SucceedAsync("tool", "install", "Dagstack.Tool", "--tool-path", "tools");
        var installed = watch.Elapsed;

        await DagstackAsync(repository, "new", "plugin", "chunker:lines", "--language", language);
        var made = watch.Elapsed;
        var tests = await Tool.RunAsync(repository.Combine("lines"), "test", "--no-progress", "--no-ansi");

        Assert.True(tests.ExitCode == 0, tests.Output + tests.Error);
        Assert.Contains("failed: 0", tests.Output, StringComparison.Ordinal);
        await KeepAsync(string.Create(CultureInfo.InvariantCulture, $"{language}: {watch.Elapsed.TotalSeconds:0.0} s: tool install {installed.TotalSeconds:0.0} s, new plugin {(made - installed).TotalSeconds:0.0} s, cd, test {(watch.Elapsed - made).TotalSeconds:0.0} s"));

        Assert.Contains("none with errors", await DagstackAsync(repository, "validate", "lines"), StringComparison.Ordinal);
        var list = await DagstackAsync(repository, "list", "--plugins", "lines", "--load");
        Assert.Contains("chunker:lines  ready", list, StringComparison.Ordinal);
        Assert.DoesNotContain("not checked", list, StringComparison.Ordinal);
        Assert.Contains("process  text", await DagstackAsync(repository, "inspect", "lines/Lines"), StringComparison.Ordinal);
        Assert.Equal("\"GOOD DAY\"\n", await DagstackAsync(repository, "run", "lines/Lines", "process", "--args", """{"text":"Good day"}"""));
        Assert.Contains("chunker:lines keeps the plugin contract.", await DagstackAsync(repository, "test", "lines/Lines"), StringComparison.Ordinal);
        Assert.Contains("\"structuredContent\":{\"result\":\"GOOD DAY\"}", await ServeAsync(repository, "lines/Lines"), StringComparison.Ordinal);
    }

    /// <summary>The contract of a repository that keeps the versions of its packages in one place, with types of many sorts.</summary>
    [Fact]
    public async Task NewPlugins_OfAContractThatIsThere_BuildAndPassAsTheyAre()
    {
        string[] languages = ["csharp", "fsharp", .. IsThere("python3") ? ["python"] : Array.Empty<string>(), .. IsThere("node") ? ["node"] : Array.Empty<string>()];
        using var repository = new UserRepository(feed);
        repository.Write("Shop.slnx", "<Solution />");
        repository.Write("Directory.Packages.props", """
            <Project>
              <PropertyGroup><ManagePackageVersionsCentrally>true</ManagePackageVersionsCentrally></PropertyGroup>
              <ItemGroup><PackageVersion Include="Dagstack.Extensions.Plugins.Abstractions" Version="0.2.0" /></ItemGroup>
            </Project>
            """);
        repository.Write("contracts/Shapes/Shapes.csproj", """
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup><TargetFramework>net10.0</TargetFramework><ImplicitUsings>enable</ImplicitUsings><Nullable>enable</Nullable></PropertyGroup>
              <ItemGroup><PackageReference Include="Dagstack.Extensions.Plugins.Abstractions" /></ItemGroup>
            </Project>
            """);
        repository.Write("contracts/Shapes/ITaker.cs", """
            using Dagstack.Extensions.Plugins;

            namespace My.Shapes;

            public enum ShapeKind { Round, Square }

            public sealed record Shape(string Name, ShapeKind Kind, decimal? Size, IReadOnlyList<Shape> Parts);

            public sealed class Settings { public string Text { get; set; } = ""; }

            public sealed record Timer(int Ticks, DateTimeOffset At, Guid Id);

            public sealed record Task(string Name);

            public interface INamed { string Name { get; } }

            [PluginKind("taker", ApiVersion = "2.1.0")]
            public interface ITaker : INamed
            {
                int Count { get; }
                string TakeOne(Shape shape, ShapeKind? @class = null);
                Task<IReadOnlyList<Shape?>> TakeManyAsync(IReadOnlyDictionary<string, Shape[]?> shapes, string? text, CancellationToken cancellationToken = default);
                ValueTask RunAsync(Settings settings);
                void Note(Timer timer);
                Shape? Find(string name);
                Shape? Find(int number);
                Uri Address { get; }
                DateTimeOffset At(TimeSpan after, Uri address);
                string? Default() => null;
            }
            """);
        await repository.SucceedAsync("tool", "install", "Dagstack.Tool", "--tool-path", "tools");

        foreach (var language in languages)
        {
            var made = await DagstackAsync(repository, "new", "plugin", $"taker:in-{language}", "--language", language, "--output", $"plugins/{language}");
            Assert.Contains("It references contracts/Shapes/Shapes.csproj.", made, StringComparison.Ordinal);
        }

        // Names that mean other things in code.
        await DagstackAsync(repository, "new", "plugin", "3d:task", "--output", "plugins/task");

        repository.Write("Shop.slnx", $"<Solution><Project Path=\"plugins/task/TaskPlugin.Tests/TaskPlugin.Tests.csproj\" />{string.Concat(languages.Select(static language => $"<Project Path=\"plugins/{language}/In{char.ToUpperInvariant(language[0])}{language[1..]}.Tests/In{char.ToUpperInvariant(language[0])}{language[1..]}.Tests.csproj\" />"))}</Solution>");
        var tests = await repository.SucceedAsync("test", "--no-progress", "--no-ansi");

        Assert.Contains($"total: {(11 * languages.Length) + 12}", tests.Output, StringComparison.Ordinal);
        Assert.Contains("failed: 0", tests.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Templates_OfThePackage_MakeWhatTheToolMakes()
    {
        using var repository = new UserRepository(feed);
        string[] hive = ["--debug:custom-hive", repository.Combine("hive")];
        await repository.SucceedAsync(["new", "install", "Dagstack.Templates::0.2.0", .. hive]);
        await repository.SucceedAsync(["new", "dagstack-plugin", "--name", "Lines", "--kind", "chunker", .. hive]);
        await repository.SucceedAsync(["new", "dagstack-plugin", "--name", "Weather", "--kind", "tool", .. hive]);
        await repository.SucceedAsync(["new", "dagstack-host", "--name", "Reader", .. hive]);
        await repository.SucceedAsync(["new", "dagstack-kind", "--name", "Parsing", "--kind", "parser", .. hive]);
        await repository.SucceedAsync(["new", "dagstack-tests", "--name", "More.Tests", "--pluginProject", "../Lines/Lines/Lines.csproj", "--pluginClass", "Lines.LinesChunker", .. hive]);
        await repository.SucceedAsync(["new", "dagstack-contract-test", "--name", "LinesChunker", "--output", "More.Tests", .. hive]);
        await repository.SucceedAsync(["new", "dagstack-manifest", "--output", "other", .. hive]);

        Assert.Contains("failed: 0", (await Tool.RunAsync(repository.Combine("Lines"), "test", "--no-progress", "--no-ansi")).Output, StringComparison.Ordinal);
        Assert.Contains("failed: 0", (await Tool.RunAsync(repository.Combine("Weather"), "test", "--no-progress", "--no-ansi")).Output, StringComparison.Ordinal);
        await repository.SucceedAsync("build", "Parsing", "--nologo");
        await repository.SucceedAsync("run", "--project", "Reader");
        Assert.Contains("name = \"lines\"", await File.ReadAllTextAsync(repository.Combine("other/dagstack.toml"), TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.Contains("For<LinesChunker>", await File.ReadAllTextAsync(repository.Combine("More.Tests/LinesChunkerTests.cs"), TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    /// <summary>Makes a plugin of the built-in kind, and a host that has it and one in another language.</summary>
    [Fact]
    public async Task NewHost_NearPlugins_RunsThem()
    {
        using var repository = new UserRepository(feed);
        await repository.SucceedAsync("tool", "install", "Dagstack.Tool", "--tool-path", "tools");
        await DagstackAsync(repository, "new", "plugin", "tool:weather");
        await DagstackAsync(repository, "new", "plugin", "chunker:lines");
        if (IsThere("python3"))
        {
            await DagstackAsync(repository, "new", "plugin", "chunker:words", "--language", "python");
        }

        await DagstackAsync(repository, "new", "host", "Reader");

        var run = await repository.SucceedAsync("run", "--project", "Reader");
        Assert.Contains("tool:weather (ready)", run.Lines);
        Assert.Contains("chunker:lines (ready)", run.Lines);
        Assert.Equal(IsThere("python3"), run.Lines.Contains("chunker:words (ready)"));
    }

    private static async Task<string> ServeAsync(UserRepository repository, string path)
    {
        var start = new ProcessStartInfo(ProgramOf(repository), ["serve", path]) { WorkingDirectory = repository.Root, RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        var read = new StringBuilder();
        await AskAsync("""{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"2025-06-18","capabilities":{},"clientInfo":{"name":"test","version":"1"}}}""");
        await process.StandardInput.WriteLineAsync("""{"jsonrpc":"2.0","method":"notifications/initialized"}""");
        await AskAsync("""{"jsonrpc":"2.0","id":2,"method":"tools/call","params":{"name":"chunker_lines_process","arguments":{"text":"Good day"}}}""");
        process.StandardInput.Close();
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(process.ExitCode == 0, await error);
        return read.ToString();

        async Task AskAsync(string request)
        {
            await process.StandardInput.WriteLineAsync(request);
            read.AppendLine(await process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken));
        }
    }

    private static bool IsThere(string program) => (Environment.GetEnvironmentVariable("PATH") ?? string.Empty).Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, program)) || File.Exists(Path.Combine(folder, program + ".exe")));

    private static string ProgramOf(UserRepository repository) => repository.Combine(Path.Combine("tools", OperatingSystem.IsWindows() ? "dagstack.exe" : "dagstack"));

    private static async Task<string> DagstackAsync(UserRepository repository, params string[] arguments)
    {
        var ran = await Tool.RunProgramAsync(ProgramOf(repository), repository.Root, arguments);
        Assert.True(ran.ExitCode == 0, $"dagstack {string.Join(' ', arguments)}\n{ran.Output}{ran.Error}");
        return ran.Output.ReplaceLineEndings("\n");
    }

    /// <summary>CI shows it.</summary>
    private async Task KeepAsync(string line)
    {
        output.WriteLine(line);
        await File.AppendAllLinesAsync(Path.Combine(AppContext.BaseDirectory, "new-plugin.txt"), [line], TestContext.Current.CancellationToken);
    }
}
