using System.Text.Json;
using Dagstack.Extensions.Plugins.Hookspecs;
using Dagstack.Extensions.Plugins.Tests;

namespace Dagstack.Tool.Tests;

/// <summary>Files that are made of kinds.</summary>
public sealed class EmitTests
{
    [Theory]
    [InlineData("csharp", "ICutter.g.cs")]
    [InlineData("python", "cutter/v1.py")]
    [InlineData("typescript", "cutter/v1.ts")]
    public async Task Emit_OneKind_PrintsTheTextAlone(string target, string path)
    {
        using var folder = new TempFolder();
        var spec = HookspecFile.Read(Kinds.Write(folder, "kinds")).ThrowIfInvalid();
        var expected = Assert.Single(HookspecEmitter.Emit(spec, Enum.Parse<HookspecTarget>(target, ignoreCase: true)));

        var ran = await Ran.Async("emit", target, folder.Combine("kinds/cutter/v1.yaml"));

        Assert.Equal((0, expected.Text, string.Empty), (ran.Code, ran.Output, ran.Error));
        Assert.Equal(path, expected.Path);
    }

    [Fact]
    public async Task Emit_ToAFolder_WritesWhatDiffersAndNothingElse()
    {
        using var folder = new TempFolder();
        Kinds.Write(folder, "kinds");
        Kinds.Write(folder, "kinds", "joiner");
        string[] command = ["emit", "python", folder.Combine("kinds"), "--output", folder.Combine("made")];

        var first = await Ran.Async(command);
        var old = new DateTime(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc);
        File.SetLastWriteTimeUtc(folder.Combine("made/cutter/v1.py"), old);
        folder.Write("made/joiner/v1.py", "edited");
        var again = await Ran.Async(command);

        Assert.Equal(0, first.Code);
        Assert.Equal($"{folder.Combine("made/cutter/v1.py")}: written\n{folder.Combine("made/joiner/v1.py")}: written\n2 files, 2 written.\n", first.Output);
        Assert.Equal($"{folder.Combine("made/cutter/v1.py")}: same\n{folder.Combine("made/joiner/v1.py")}: written\n2 files, 1 written.\n", again.Output);
        Assert.Equal(old, File.GetLastWriteTimeUtc(folder.Combine("made/cutter/v1.py")));
        Assert.Contains("class ", await File.ReadAllTextAsync(folder.Combine("made/joiner/v1.py"), TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Check_SaysWhatIsMissingAndTheFirstLineThatDiffersAndWritesNothing()
    {
        using var folder = new TempFolder();
        var file = Kinds.Write(folder, "kinds");
        Kinds.Write(folder, "kinds", "joiner");
        await Ran.Async("emit", "csharp", folder.Combine("kinds/cutter/v1.yaml"), "--output", folder.Combine("made"));
        var made = folder.Combine("made/ICutter.g.cs");
        var lines = await File.ReadAllLinesAsync(made, TestContext.Current.CancellationToken);
        lines[3] = "#nullable disable";
        await File.WriteAllLinesAsync(made, lines, TestContext.Current.CancellationToken);

        var ran = await Ran.Async("emit", "csharp", folder.Combine("kinds"), "--output", folder.Combine("made"), "--check");

        Assert.Equal((1, string.Empty), (ran.Code, ran.Error));
        Assert.Equal($"{made}(4,1): differs: the line is '#nullable disable', and {file} makes '#nullable enable'\n{folder.Combine("made/IJoiner.g.cs")}: missing\n2 files, 2 missing or different. The same command without --check writes them.\n", ran.Output);
        Assert.False(File.Exists(folder.Combine("made/IJoiner.g.cs")));
        Assert.Equal(lines, await File.ReadAllLinesAsync(made, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Check_FilesWithTheLineEndingsOfWindows_AreTheSame()
    {
        using var folder = new TempFolder();
        Kinds.Write(folder, "kinds");
        string[] command = ["emit", "csharp", folder.Combine("kinds"), "--output", folder.Combine("made")];
        await Ran.Async(command);
        var made = folder.Combine("made/ICutter.g.cs");
        await File.WriteAllTextAsync(made, (await File.ReadAllTextAsync(made, TestContext.Current.CancellationToken)).Replace("\n", "\r\n", StringComparison.Ordinal), TestContext.Current.CancellationToken);

        var ran = await Ran.Async([.. command, "--check"]);

        Assert.Equal((0, $"{made}: same\n1 file, none missing or different.\n"), (ran.Code, ran.Output));
    }

    [Fact]
    public async Task Emit_BrokenHookspec_SaysWhereAndMakesTheOthers()
    {
        using var folder = new TempFolder();
        Kinds.Write(folder, "kinds");
        var broken = folder.Write("kinds/joiner/v1.yaml", "kind: joiner\nkind_api_version: \"1.0.0\"\nhoks: []\n");

        var ran = await Ran.Async("emit", "csharp", folder.Combine("kinds"), "--output", folder.Combine("made"));
        var json = await Ran.Async("emit", "csharp", folder.Combine("kinds"), "--output", folder.Combine("made"), "--json");

        Assert.Equal((1, $"{folder.Combine("made/ICutter.g.cs")}: written\n1 file, 1 written.\n"), (ran.Code, ran.Output));
        Assert.Contains($"{broken}(3,1): ", ran.Error, StringComparison.Ordinal);
        Assert.Contains("'hooks'", ran.Error, StringComparison.Ordinal);
        Assert.Equal((1, string.Empty), (json.Code, json.Error));
        var report = JsonElement.Parse(json.Output);
        Assert.False(report.GetProperty("valid").GetBoolean());
        Assert.Equal("same", Assert.Single(report.GetProperty("files").EnumerateArray()).GetProperty("state").GetString());
        Assert.Contains(report.GetProperty("problems").EnumerateArray(), problem => (problem.GetProperty("file").GetString(), problem.GetProperty("line").GetInt32(), problem.GetProperty("severity").GetString()) == (broken, 3, "error"));
    }

    [Fact]
    public async Task Emit_YamlOfAContract_IsAHookspecThatSaysTheSame()
    {
        using var folder = new TempFolder();

        var ran = await Ran.Async("emit", "yaml", Plugins.Contracts, "--output", folder.Path);
        var diff = await Ran.Async("diff", Plugins.Contracts, folder.Path);

        Assert.Equal((0, string.Empty), (ran.Code, ran.Error));
        Assert.Empty(HookspecFile.Read(folder.Combine("chunker/v1.yaml")).Problems);
        Assert.Equal(0, diff.Code);
        Assert.Contains("Nothing has changed.", diff.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Emit_OfAProject_BuildsItAndSaysWhichContractHasNoSchema()
    {
        using var projects = new ContractProjects();
        projects.Write("Cutting/IPipe.cs", """[Dagstack.Extensions.Plugins.PluginKind("pipe", InProcessOnly = true)] public interface IPipe { System.IO.Stream Open(string name); }""");

        var ran = await DagstackProcess.RunAsync(projects.Path, "emit", "typescript", "Cutting", "--output", "made");
        var one = await DagstackProcess.RunAsync(projects.Path, "emit", "typescript", "Cutting/Cutting.csproj", "--kind", "cutter");

        Assert.Equal((1, $"{Path.Combine("made", "cutter", "v1.ts")}: written\n1 file, 1 written.\n"), (ran.ExitCode, ran.Output));
        Assert.StartsWith("Cutting: the contract IPipe of the kind 'pipe' cannot be written as a hookspec: ", ran.Error, StringComparison.Ordinal);
        Assert.Equal((0, string.Empty), (one.ExitCode, one.Error));
        Assert.Equal(await File.ReadAllTextAsync(projects.Combine("made/cutter/v1.ts"), TestContext.Current.CancellationToken), one.Output);
    }

    [Fact]
    public async Task Emit_FolderInThePlaceOfAFile_SaysWhich()
    {
        using var folder = new TempFolder();
        Kinds.Write(folder, "kinds");
        Directory.CreateDirectory(folder.Combine("made/ICutter.g.cs"));

        var ran = await Ran.Async("emit", "csharp", folder.Combine("kinds"), "--output", folder.Combine("made"));

        Assert.Equal((3, string.Empty, $"'{folder.Combine("made/ICutter.g.cs")}' cannot be written: it is a folder.\n"), (ran.Code, ran.Output, ran.Error));
    }

    [Fact]
    public async Task Emit_Namespace_IsThatOfCSharp()
    {
        using var folder = new TempFolder();
        Kinds.Write(folder, "kinds");

        var ran = await Ran.Async("emit", "csharp", folder.Combine("kinds"), "--namespace", "Acme.Kinds");

        Assert.Equal(0, ran.Code);
        Assert.Contains("\nnamespace Acme.Kinds;\n", ran.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("'java' is nothing that kinds are made into. Write one of csharp, python, typescript, markdown, yaml, ", "java", "kinds")]
    [InlineData("--check compares with files. Name the folder that they are in by --output.", "csharp", "kinds", "--check")]
    [InlineData("--namespace is for csharp, and python has none.", "python", "kinds", "--namespace", "Acme")]
    [InlineData("'1.2' is no namespace of C#. Write names with dots between, as Acme.Kinds.", "csharp", "kinds", "--namespace", "1.2")]
    [InlineData("There is no kind 'joiner' in what is named, which has 'cutter'. Name one of these by --kind", "csharp", "kinds", "--kind", "joiner")]
    [InlineData("There are 3 files, and one is printed at most: cutter/v1.yaml, cutter/schemas/cut.input.json, cutter/schemas/cut.output.json. Name a folder for them by --output.", "yaml", "kinds")]
    [InlineData("There is no file or folder 'gone.yaml'. Name a hookspec, as kinds/chunker/v1.yaml, ", "csharp", "gone.yaml")]
    [InlineData("There is no file, no folder and no restored package 'gone': ", "csharp", "gone")]
    [InlineData("The folder 'empty' has no hookspec and no project: no v<N>.yaml in it or right below it, ", "csharp", "empty")]
    [InlineData("are both made into 'ICutter.g.cs'. Make one of them at a time, each with an --output of its own.", "csharp", "kinds", "later", "--output", "made")]
    public async Task Emit_WrongUse_SaysWhatToWrite(string expected, params string[] arguments)
    {
        using var folder = new TempFolder();
        Kinds.Write(folder, "kinds");
        Kinds.Write(folder, "later", version: "2.0.0");
        Directory.CreateDirectory(folder.Combine("empty"));

        var ran = await DagstackProcess.RunAsync(folder.Path, ["emit", .. arguments]);

        Assert.Equal((2, string.Empty), (ran.ExitCode, ran.Output));
        Assert.Contains(expected, ran.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(folder.Combine("made")));
    }
}
