using System.Text.RegularExpressions;
using Dagstack.Extensions.Plugins.Mcp.Processes;
using Dagstack.Extensions.Plugins.Mcp.Tests.Processes;
using Dagstack.Extensions.Plugins.Mcp.Tests.Wire;
using Dagstack.Extensions.Plugins.Mcp.Wire;
using Dagstack.Extensions.Plugins.Tests;

namespace Dagstack.Extensions.Plugins.Mcp.Tests.Languages;

/// <summary>What docs/other-languages.md prints.</summary>
public sealed partial class PageTests
{
    private static readonly Dictionary<string, string> s_blocks = Block()
        .Matches(File.ReadAllText(Path.Combine(Repository.Root, "docs", "other-languages.md")).ReplaceLineEndings("\n"))
        .ToDictionary(static block => block.Groups["name"].Value, static block => block.Groups["text"].Value);

    [Theory]
    [InlineData("samples/Polyglot/plugins/python/server.py")]
    [InlineData("samples/Polyglot/plugins/node/server.mjs")]
    public void Block_OfAFile_IsThatFile(string file) =>
        Assert.Equal(File.ReadAllText(Path.Combine(Repository.Root, file)).ReplaceLineEndings("\n"), s_blocks[file]);

    [Fact(SkipUnless = nameof(Language.HavePython), SkipType = typeof(Language), Skip = "There is no python3 in PATH.")]
    public async Task SmallestPlugin_AsPrinted_Answers()
    {
        using var folder = new TempFolder();
        folder.Write("server.py", s_blocks["smallest: server.py"]);
        Assert.Contains("command = [\"python3\", \"server.py\"]", s_blocks["smallest: dagstack.toml"], StringComparison.Ordinal);
        var command = new ChildCommand
        {
            Name = "small",
            File = CommandLookup.Find("python3", folder.Path, Language.Variables, "small"),
            Arguments = ["server.py"],
            Folder = folder.Path,
            Environment = Language.Variables,
        };
        await using var child = Children.Start(command);
        await using var line = new LineTransport(child.Input, child.Output, child.LeaderEnded);
        await using var connection = await McpConnection.ConnectAsync(line, new(), TestContext.Current.CancellationToken).WaitAsync(Limits.Patience);

        Assert.Equal("reader.small.count", Assert.Single(await connection.ListToolsAsync(TestContext.Current.CancellationToken)).Name);
        using var result = await connection.CallAsync("""{"text":"one two three"}""", "reader.small.count");
        Assert.Equal("""{"result": 3}""", result.Structured.Text());
        Assert.Equal(WireFault.InvalidParams, (await connection.CallAsync("{}", "reader.small.other").FailAsync()).Fault);
    }

    [GeneratedRegex(@"^<!-- (?<name>[\w ./:]+) -->\n```\w+\n(?<text>.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Block();
}
