using Dagstack.Extensions.Plugins.Tests;
using Dagstack.Tool.Output;
using Spectre.Console;

namespace Dagstack.Tool.Tests;

public sealed class CommandTests
{
    [Fact]
    public async Task Version_IsThatOfThePackage()
    {
        using var folder = new TempFolder();

        var ran = await DagstackProcess.RunAsync(folder.Path, "--version");

        Assert.Equal((0, DagstackCommand.Version + "\n"), (ran.ExitCode, ran.Output));
        Assert.Matches(@"^\d+\.\d+\.\d+", ran.Output);
    }

    [Theory]
    [InlineData]
    [InlineData("lst")]
    [InlineData("validate")]
    [InlineData("list", "--nothing")]
    public async Task Command_ThatIsWrong_ExitsWithTwoAndSaysWhatThereIs(params string[] arguments)
    {
        using var folder = new TempFolder();

        var ran = await DagstackProcess.RunAsync(folder.Path, arguments);

        Assert.Equal(2, ran.ExitCode);
        Assert.NotEmpty(ran.Error);
        Assert.Contains("Usage:", ran.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Command_Interrupted_ExitsAsShellsSayIt()
    {
        using var folder = Plugins.OfThePage();
        using var interrupted = new CancellationTokenSource();
        await interrupted.CancelAsync();
        using var output = new StringWriter();

        var code = await DagstackCommand.RunAsync(["validate", folder.Path], new(output, output, Screen: null), interrupted.Token);

        Assert.Equal((130, string.Empty), (code, output.ToString()));
    }

    [Fact]
    public async Task List_ForAPerson_HasABorder()
    {
        using var folder = Plugins.OfThePage();
        using var output = new StringWriter();
        var screen = AnsiConsole.Create(new() { Ansi = AnsiSupport.Yes, ColorSystem = ColorSystemSupport.Standard, Out = new AnsiConsoleOutput(output) });
        screen.Profile.Width = 200;

        var code = await DagstackCommand.RunAsync(["list", "--plugins", folder.Combine("plugins")], new(output, output, screen), TestContext.Current.CancellationToken);

        Assert.Equal(1, code);
        Assert.Contains("╭", output.ToString(), StringComparison.Ordinal);
        Assert.Contains("\e[", output.ToString(), StringComparison.Ordinal);
    }
}
