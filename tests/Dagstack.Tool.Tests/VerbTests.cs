using System.CommandLine;
using System.Text.Json;
using Dagstack.Tool.Output;
using Spectre.Console;

namespace Dagstack.Tool.Tests;

/// <summary>What all verbs have in common, for who writes scripts: help, JSON, wrong use, interruption, exit codes.</summary>
public sealed class VerbTests
{
    /// <summary>A use of each verb that goes well, in the folder of docs/cli.md; and how it ends when it is interrupted before it begins.</summary>
    private static readonly Dictionary<string, (string[] Arguments, int Interrupted)> s_uses = new(StringComparer.Ordinal)
    {
        ["validate"] = (["more"], ExitCodes.Interrupted),
        ["list"] = (["--plugins", "fixed", "--contract", "Chunking.Contracts.dll"], ExitCodes.Interrupted),
        ["inspect"] = (["fixed", "--contract", "Chunking.Contracts.dll"], ExitCodes.Interrupted),
        ["test"] = (["fixed", "--contract", "Chunking.Contracts.dll"], ExitCodes.Interrupted),
        ["run"] = (["fixed", "chunk", "--args", """{"text":"Hello"}""", "--contract", "Chunking.Contracts.dll"], ExitCodes.Interrupted),

        // Its end is always that it is interrupted, or that its input ends.
        ["serve"] = (["fixed", "--contract", "Chunking.Contracts.dll"], ExitCodes.Fine),
        ["new plugin"] = (["tool:weather", "--output", "made"], ExitCodes.Interrupted),
        ["new kind"] = (["unheard-of", "--output", "made"], ExitCodes.Interrupted),
        ["config show"] = (["app"], ExitCodes.Interrupted),
        ["lock"] = (["fixed", "--out", "made"], ExitCodes.Interrupted),
        ["pack"] = (["fixed", "--contract", "Chunking.Contracts@1.0.0", "--output", "made"], ExitCodes.Interrupted),
        ["add"] = (["words.zip", "--to", "made"], ExitCodes.Interrupted),
        ["update"] = (["chunker:words", "words.zip", "--plugins", "added"], ExitCodes.Interrupted),
        ["remove"] = (["chunker:words", "--plugins", "added"], ExitCodes.Interrupted),
        ["emit"] = (["typescript", "kinds", "--output", "made"], ExitCodes.Interrupted),
        ["diff"] = (["released", "released"], ExitCodes.Interrupted),
        ["doctor"] = (["more", "--plugins", "fixed", "--contract", "Chunking.Contracts.dll"], ExitCodes.Interrupted),
    };

    public static TheoryData<string> All => [.. Commands.Keys];

    public static TheoryData<string> Uses => [.. s_uses.Keys];

    /// <summary>Gets those that end by themselves.</summary>
    public static TheoryData<string> Ending => [.. s_uses.Keys.Except(["serve"])];

    /// <summary>Gets those that print JSON when they are asked to.</summary>
    public static TheoryData<string> Json => [.. Commands.Where(static verb => s_uses.ContainsKey(verb.Key) && verb.Value.Options.Any(static option => option.Name == "--json")).Select(static verb => verb.Key)];

    /// <summary>Gets the verbs by what is written, such as <c>new plugin</c>.</summary>
    private static Dictionary<string, Command> Commands => Leaves(DagstackCommand.Create(new(TextWriter.Null, TextWriter.Null, Screen: null)), string.Empty).ToDictionary(StringComparer.Ordinal);

    private static IEnumerable<KeyValuePair<string, Command>> Leaves(Command command, string path) =>
        command.Subcommands.SelectMany(verb => verb.Subcommands.Count > 0 ? Leaves(verb, $"{path}{verb.Name} ") : [new($"{path}{verb.Name}", verb)]);

    [Theory]
    [MemberData(nameof(All))]
    public async Task Help_OfAVerb_SaysWhatEverythingIs(string verb)
    {
        var ran = await RunAsync([.. verb.Split(' '), "--help"]);

        Assert.Equal((ExitCodes.Fine, string.Empty), (ran.Code, ran.Error));
        Assert.Contains($"Usage:{Environment.NewLine}  ", ran.Output, StringComparison.Ordinal);
        var command = Commands[verb];
        Assert.All(command.Options.Select(static option => option.Description).Concat(command.Arguments.Select(static argument => argument.Description)).Append(command.Description), static text => Assert.False(string.IsNullOrWhiteSpace(text)));
    }

    [Theory]
    [MemberData(nameof(All))]
    public async Task WrongUse_OfAVerb_ExitsWithTwo(string verb)
    {
        var ran = await RunAsync([.. verb.Split(' '), "--no-such-option"]);

        Assert.Equal(ExitCodes.WrongUse, ran.Code);
        Assert.NotEmpty(ran.Error);
    }

    [Theory]
    [MemberData(nameof(Ending))]
    public async Task Verb_ThatGoesWell_ExitsWithZeroAndSaysNothingElse(string verb)
    {
        var ran = await RunAsync([.. verb.Split(' '), .. s_uses[verb].Arguments]);

        Assert.Equal((ExitCodes.Fine, string.Empty), (ran.Code, ran.Error));
        Assert.NotEmpty(ran.Output);
        Assert.DoesNotContain('\e', ran.Output);
        Assert.DoesNotContain('╭', ran.Output);
    }

    [Theory]
    [MemberData(nameof(Json))]
    public async Task Json_OfAVerb_IsOneDocumentAlsoOnAScreen(string verb)
    {
        var plain = await RunAsync([.. verb.Split(' '), .. s_uses[verb].Arguments, "--json"]);
        var screen = await RunAsync([.. verb.Split(' '), .. s_uses[verb].Arguments, "--json"], isScreen: true);

        Assert.All([plain, screen], static ran =>
        {
            Assert.Equal(ExitCodes.Fine, ran.Code);
            Assert.DoesNotContain('\e', ran.Output);
            Assert.Equal(JsonValueKind.Object, JsonElement.Parse(ran.Output).ValueKind);
        });
    }

    [Theory]
    [MemberData(nameof(Uses))]
    public async Task Verb_Interrupted_EndsAndSaysNothing(string verb)
    {
        using var interrupted = new CancellationTokenSource();
        await interrupted.CancelAsync();

        var ran = await RunAsync([.. verb.Split(' '), .. s_uses[verb].Arguments], cancellationToken: interrupted.Token);

        Assert.Equal((s_uses[verb].Interrupted, string.Empty, string.Empty), (ran.Code, ran.Output, ran.Error));
    }

    [Fact]
    public async Task Progress_IsForAPersonAndBesideTheResult()
    {
        string[] arguments = ["list", .. s_uses["list"].Arguments, "--load", "--audit", "--json"];

        var watched = await RunAsync(arguments, isScreen: true);
        var unwatched = await RunAsync(arguments);

        Assert.Equal(["Starting the plugins …", "Reading the files of the plugins …"], watched.Error.Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries));
        Assert.Equal(string.Empty, unwatched.Error);
        Assert.All([watched, unwatched], static ran => Assert.Equal(JsonValueKind.Object, JsonElement.Parse(ran.Output).ValueKind));
    }

    [Theory]
    [InlineData("in", "inspect")]
    [InlineData("list --w", "--wide")]
    [InlineData("validate --", "--json")]
    public async Task Completion_OfAWord_ListsWhatItCanBe(string typed, string expected)
    {
        var ran = await RunAsync([$"[suggest:{typed.Length}]", typed]);

        Assert.Equal((ExitCodes.Fine, string.Empty), (ran.Code, ran.Error));
        Assert.Contains(expected, ran.Output.Split(Environment.NewLine));
    }

    private static async Task<(int Code, string Output, string Error)> RunAsync(string[] arguments, bool isScreen = false, CancellationToken? cancellationToken = null)
    {
        using var folder = Plugins.OfThePage();
        folder.Write("added/chunker.words/dagstack.toml", PackTests.Python);
        folder.Write("added/chunker.words/.dagstack-package.json", """{"plugin":"chunker:words","version":"1.1.0","from":"file","source":"old.zip","sha256":"0"}""");
        TestArchive.Write(folder.Combine("words.zip"));
        using var output = new StringWriter();
        using var error = new StringWriter();
        var screen = isScreen ? AnsiConsole.Create(new() { Ansi = AnsiSupport.Yes, Out = new AnsiConsoleOutput(output) }) : null;
        string[] placed = [.. arguments.Select(word => word is "more" or "fixed" or "app" or "made" or "added" or "words.zip" or "kinds" or "released" or "Chunking.Contracts.dll" ? folder.Combine(word) : word)];
        var code = await DagstackCommand.RunAsync(placed, new(output, error, screen) { ShowsProgress = isScreen }, cancellationToken ?? TestContext.Current.CancellationToken);
        return (code, output.ToString(), error.ToString());
    }
}
