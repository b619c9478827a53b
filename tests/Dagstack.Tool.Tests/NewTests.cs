using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using System.Xml.Linq;
using Dagstack.Extensions.Plugins.Tests;

namespace Dagstack.Tool.Tests;

/// <summary>What is made, and what is said where nothing can be. That it builds and tests as it is, is shown with the packages.</summary>
public sealed class NewTests
{
    [Theory]
    [InlineData("csharp", "Lines/LinesChunker.cs")]
    [InlineData("fsharp", "Lines/LinesChunker.fs")]
    [InlineData("python", "Lines/server.py")]
    [InlineData("node", "Lines/server.mjs")]
    public async Task NewPlugin_InEachLanguage_HasAValidManifestTestsAndAContract(string language, string code)
    {
        using var folder = new TempFolder();

        var made = await DagstackProcess.RunAsync(folder.Path, "new", "plugin", "chunker:lines", "--language", language, "--json");

        Assert.True(made.ExitCode == 0, made.Error);
        var report = JsonElement.Parse(made.Output);
        Assert.Equal("lines", report.GetProperty("folder").GetString());
        Assert.Equal(["cd lines", "dotnet test"], report.GetProperty("next").EnumerateArray().Select(static command => command.GetString()));
        var files = report.GetProperty("files").EnumerateArray().Select(static file => file.GetString()!).ToArray();
        Assert.All(files, file => Assert.True(File.Exists(folder.Combine($"lines/{file}")), file));
        Assert.All([code, "Chunker.Contracts/IChunker.cs", "Lines.Tests/ContractTests.cs", "Lines.slnx", "Lines/dagstack.toml", "global.json"], file => Assert.Contains(file, files));
        Assert.All(files, file => Assert.DoesNotMatch("PluginName|KindName|PLUGIN_|KIND_ID|CONTRACT_|DAGSTACK_VERSION|MEMBERS|#if|#else|#endif", File.ReadAllText(folder.Combine($"lines/{file}"))));
        Assert.Contains("none with errors", (await DagstackProcess.RunAsync(folder.Path, "validate", "lines/Lines")).Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("lines", "as 'chunker:lines'", "new", "plugin", "lines")]
    [InlineData("Chunker:Lines", "lower case letters", "new", "plugin", "Chunker:Lines")]
    [InlineData("cobol", "csharp, fsharp, python, node", "new", "plugin", "chunker:lines", "--language", "cobol")]
    [InlineData("there", "--output", "new", "plugin", "chunker:there")]
    [InlineData("some.dll", "the project with the interface", "new", "plugin", "chunker:lines", "--contract", "some.dll")]
    [InlineData("Missing.Contracts", "dotnet add package", "new", "plugin", "chunker:lines", "--contract", "Missing.Contracts")]
    [InlineData("tool", "built in", "new", "kind", "tool")]
    [InlineData("Chunker", "lower case letters", "new", "kind", "Chunker")]
    [InlineData("parser", "Parsing/Parsing.csproj", "new", "kind", "parser")]
    [InlineData("1st", "a letter first", "new", "host", "1st")]
    [InlineData("none", "Name the folder of a plugin", "new", "tests", "none")]
    [InlineData("chunker", "dagstack new kind chunker", "new", "tests", "program")]
    [InlineData("names no folder", "leave it out", "new", "kind", "cutter", "--output", "")]
    [InlineData("some.dll", "is a file", "new", "kind", "cutter", "--output", "some.dll/Cutter")]
    [InlineData("global.json(1,", "no command of the SDK runs below", "new", "kind", "cutter", "--output", "broken/Cutter")]
    [InlineData("root", "--output", "new", "tests", "root")]
    public async Task New_WhatCannotBe_SaysWhyAndMakesNothing(string what, string remedy, params string[] arguments)
    {
        using var folder = new TempFolder();
        folder.Write("there/file.txt", "mine");
        folder.Write("some.dll", "no assembly");
        folder.Write("Parsing/Parsing.csproj", "<Project />");
        folder.Write("Parsing/IParser.cs", """[PluginKind("parser")] public interface IParser;""");
        folder.Write("program/dagstack.toml", """
            [plugin]
            name = "program"
            kind = "chunker"
            runtime = "mcp_stdio"
            core_version = ">=0.1.0"
            [plugin.mcp_stdio]
            command = ["python3", "server.py"]
            """);
        folder.Write("broken/global.json", """{ "sdk": {}, }""");
        folder.Write("root/root.slnx", "<Solution />");
        folder.Write("root/dagstack.toml", Plugins.Sound("root"));
        var before = Files(folder);

        var made = await DagstackProcess.RunAsync(folder.Path, arguments);

        Assert.Equal((2, string.Empty), (made.ExitCode, made.Output));
        Assert.Contains(what, made.Error, StringComparison.Ordinal);
        Assert.Contains(remedy, made.Error, StringComparison.Ordinal);
        Assert.Equal(before, Files(folder));
    }

    [Fact]
    public async Task NewPlugin_BelowFilesOfARepository_KeepsWhatTheySay()
    {
        using var folder = new TempFolder();
        folder.Write("global.json", """{ "sdk": { "version": "10.0.100", "rollForward": "latestMinor" } /* ours */ }""");
        folder.Write("Directory.Packages.props", "<Project><PropertyGroup><ManagePackageVersionsCentrally>true</ManagePackageVersionsCentrally></PropertyGroup></Project>");

        var made = await DagstackProcess.RunAsync(folder.Path, "new", "plugin", "chunker:lines");

        Assert.True(made.ExitCode == 0, made.Error);
        var json = JsonElement.Parse(File.ReadAllText(folder.Combine("lines/global.json")));
        Assert.Equal("10.0.100", json.GetProperty("sdk").GetProperty("version").GetString());
        Assert.Equal("Microsoft.Testing.Platform", json.GetProperty("test").GetProperty("runner").GetString());
        Assert.Contains("<ManagePackageVersionsCentrally>false<", File.ReadAllText(folder.Combine("lines/Directory.Packages.props")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task NewPlugin_BelowAGlobalJsonWithTheRunner_WritesNone()
    {
        using var folder = new TempFolder();
        folder.Write("global.json", """{ "test": { "runner": "Microsoft.Testing.Platform" } }""");

        var made = await DagstackProcess.RunAsync(folder.Path, "new", "plugin", "tool:weather", "--output", "tools/weather");

        Assert.True(made.ExitCode == 0, made.Error);
        Assert.False(File.Exists(folder.Combine("tools/weather/global.json")));
        Assert.True(File.Exists(folder.Combine("tools/weather/Weather/WeatherTool.cs")));
        Assert.False(Directory.Exists(folder.Combine("tools/weather/Tool.Contracts")));
    }

    [Fact]
    public async Task NewHost_NearPlugins_HasThemAll()
    {
        using var folder = new TempFolder();
        Assert.Equal(0, (await DagstackProcess.RunAsync(folder.Path, "new", "plugin", "chunker:lines")).ExitCode);
        folder.Write("words/dagstack.toml", """
            [plugin]
            name = "words"
            kind = "chunker"
            runtime = "mcp_stdio"
            core_version = ">=0.1.0"
            [plugin.mcp_stdio]
            command = ["python3", "server.py"]
            """);

        var made = await DagstackProcess.RunAsync(folder.Path, "new", "host", "Reader");

        Assert.True(made.ExitCode == 0, made.Error);
        var project = File.ReadAllText(folder.Combine("Reader/Reader.csproj"));
        Assert.Contains("<ProjectReference Include=\"../lines/Chunker.Contracts/Chunker.Contracts.csproj\" />", project, StringComparison.Ordinal);
        Assert.Contains("<PluginReference Include=\"../lines/Lines/Lines.csproj\" />", project, StringComparison.Ordinal);
        Assert.Contains("<Content Include=\"../words/**\" LinkBase=\"plugins/chunker-words\"", project, StringComparison.Ordinal);
        Assert.Contains(".UseMcp()", File.ReadAllText(folder.Combine("Reader/Program.cs")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task NewTests_OfAPlugin_NameItsClass()
    {
        using var folder = new TempFolder();
        folder.Write("Lines/Lines.csproj", "<Project />");
        folder.Write("Lines/dagstack.toml", Plugins.Sound("lines"));
        folder.Write("Lines/LineChunker.cs", "namespace My.Lines;\n\npublic sealed class LineChunker;");

        var made = await DagstackProcess.RunAsync(folder.Path, "new", "tests", "lines");

        Assert.True(made.ExitCode == 0, made.Error);
        Assert.Contains("For<global::My.Lines.LineChunker>()", File.ReadAllText(folder.Combine("Lines.Tests/ContractTests.cs")), StringComparison.Ordinal);
        Assert.Contains("<ProjectReference Include=\"../Lines/Lines.csproj\" />", File.ReadAllText(folder.Combine("Lines.Tests/Lines.Tests.csproj")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task NewTests_ClassAmongOthersInAFolderThatXmlEscapes_NamesItsOwnNamespace()
    {
        using var folder = new TempFolder();
        folder.Write("A & B/Lines/Lines.csproj", "<Project />");
        folder.Write("A & B/Lines/dagstack.json", """{ "plugin": { "name": "lines", "kind": "chunker", "runtime": "in_process", "core_version": ">=0.1.0", "entry_point": "Lines:LineChunker" } }""");
        folder.Write("A & B/Lines/A.cs", "namespace A.B;\n\n// The class LineChunker is elsewhere.\npublic sealed class Other;");
        folder.Write("A & B/Lines/obj/Made.cs", "namespace Made;\n\npublic sealed class LineChunker;");
        folder.Write("A & B/Lines/Z.cs", "namespace First { public sealed class One; }\nnamespace Second\n{\n    public sealed class LineChunker;\n}");

        var made = await DagstackProcess.RunAsync(folder.Path, "new", "tests", "lines", "--output", "Lines.Tests");

        Assert.True(made.ExitCode == 0, made.Error);
        Assert.Contains("For<global::Second.LineChunker>()", File.ReadAllText(folder.Combine("Lines.Tests/ContractTests.cs")), StringComparison.Ordinal);
        var reference = XDocument.Load(folder.Combine("Lines.Tests/Lines.Tests.csproj")).Descendants("ProjectReference").Single();
        Assert.Equal("../A & B/Lines/Lines.csproj", (string?)reference.Attribute("Include"));
    }

    /// <summary>Where the contract of a kind is, and what only looks like one.</summary>
    [Theory]
    [InlineData("""[PluginKind("cutter")] public interface ICutter;""", "", true)]
    [InlineData("""[PluginKind<ICutter>("cutter")]""", "<OutputType>Library</OutputType>", true)]
    [InlineData("""// [PluginKind("cutter")] is what a contract has.""", "", false)]
    [InlineData("""[PluginKind("cutters")] public interface ICutter;""", "", false)]
    [InlineData("""[PluginKind("cutter")] public interface ICutter;""", "<OutputType>Exe</OutputType>", false)]
    [InlineData("""[PluginKind("cutter")] public interface ICutter;""", "<IsTestProject>true</IsTestProject>", false)]
    public async Task NewKind_ProjectsNearby_AreLookedThrough(string source, string properties, bool isContract)
    {
        using var folder = new TempFolder();
        folder.Write("Shop.slnx", "<Solution />");
        folder.Write("src/Cutting/Cutting.csproj", $"<Project><PropertyGroup>{properties}</PropertyGroup></Project>");
        folder.Write("src/Cutting/Contracts/ICutter.cs", source);
        folder.Write("src/Cutting/Another/Another.csproj", "<Project />");

        var made = await DagstackProcess.RunAsync(folder.Path, "new", "kind", "cutter");

        Assert.Equal(isContract ? 2 : 0, made.ExitCode);
        Assert.Equal(isContract, made.Error.Contains("src/Cutting/Cutting.csproj", StringComparison.Ordinal));
    }

    [Fact]
    public async Task NewKind_NameThatIsNoneInCode_HasOneThatIs()
    {
        using var folder = new TempFolder();

        Assert.Equal(0, (await DagstackProcess.RunAsync(folder.Path, "new", "kind", "3d")).ExitCode);
        Assert.Equal(0, (await DagstackProcess.RunAsync(folder.Path, "new", "kind", "task")).ExitCode);

        Assert.Contains("interface IN3d", File.ReadAllText(folder.Combine("N3d.Contracts/IN3d.cs")), StringComparison.Ordinal);
        Assert.Contains("namespace TaskKind.Contracts;", File.ReadAllText(folder.Combine("TaskKind.Contracts/ITaskKind.cs")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task New_Interrupted_LeavesNothing()
    {
        using var folder = new TempFolder();
        folder.Write("temporary/kept.txt", "kept");
        using var made = DagstackProcess.Start(folder.Path, ["new", "plugin", "chunker:lines"], ("TMPDIR", folder.Combine("temporary")), ("TEMP", folder.Combine("temporary")), ("TMP", folder.Combine("temporary")));
        while (!made.HasExited && Directory.GetDirectories(folder.Combine("temporary")).Length == 0)
        {
            await Task.Delay(10, TestContext.Current.CancellationToken);
        }

        using (var interrupt = Process.Start("kill", ["-INT", made.Id.ToString(CultureInfo.InvariantCulture)]))
        {
            await interrupt.WaitForExitAsync(TestContext.Current.CancellationToken);
        }

        await made.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.Equal(130, made.ExitCode);
        Assert.Equal(["kept.txt"], Directory.GetFileSystemEntries(folder.Combine("temporary")).Select(Path.GetFileName));
        Assert.False(Directory.Exists(folder.Combine("lines")));
    }

    private static string[] Files(TempFolder folder) => [.. Directory.EnumerateFileSystemEntries(folder.Path, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)];
}
