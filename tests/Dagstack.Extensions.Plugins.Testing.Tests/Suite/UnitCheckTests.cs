using Xunit;

namespace Dagstack.Extensions.Plugins.Testing.Tests.Suite;

/// <summary>What the suite says of units of work.</summary>
public sealed class UnitCheckTests
{
    private const string Declared = "[plugin.unit_of_work]\ndeclared = true\ncheckpointable = true";
    private const string Numbers = """{"numbers": 5}""";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Units_ImplementedAndNotDeclared_NamesTheLine()
    {
        using var suspect = new Suspect("WholeUnit");

        var failure = Assert.Single((await Suite(suspect).RunAsync(Token)).Failures);

        Assert.Equal("UnitOfWorkError", failure.Code);
        Assert.Contains("'declared = true' below '[plugin.unit_of_work]'", failure.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Units_DeclaredAndNothingRunsThem_SaysWhatToAdd()
    {
        using var suspect = new Suspect("OnlyHooks", "pair", Declared);

        var failure = Assert.Single((await Suite(suspect).RunAsync(Token)).Failures);

        Assert.Contains("has 2 hooks that could be called (first, second)", failure.Message, StringComparison.Ordinal);
        Assert.Contains("implement IUnitOfWork", failure.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Units_WholeUnit_ResumesAfterEachSave()
    {
        using var suspect = new Suspect("WholeUnit", "probe", Declared);

        var report = await Suite(suspect).WithUnit(Numbers).RunAsync(Token);

        Assert.True(report.Ok, report.FormatFailures());
        Assert.Empty(report.Skipped);
    }

    [Fact]
    public async Task Units_HookThatRunsThem_ResumesToo()
    {
        using var suspect = new Suspect("ForgetsTheSum", "worker", Declared);

        var report = await Suite(suspect).WithUnit("""{"steps": 5}""").RunAsync(Token);

        Assert.Contains("saved checkpoints and run again from there", Assert.Single(report.Failures).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Units_ForgetfulUnit_SaysAfterWhichSaveItGaveAnother()
    {
        using var suspect = new Suspect("ForgetfulUnit", "probe", Declared);

        var failure = Assert.Single((await Suite(suspect).WithUnit(Numbers).RunAsync(Token)).Failures);

        Assert.Contains("was interrupted after 1 of its 5 saved checkpoints and run again from there, and gave another output than without: 15 and 14", failure.Message, StringComparison.Ordinal);
        Assert.EndsWith("Unit", failure.Location.Type, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Units_CheckpointableThatNeverSaves_SaysSo()
    {
        using var suspect = new Suspect("UnsavedUnit", "probe", Declared);

        var failure = Assert.Single((await Suite(suspect).WithUnit(Numbers).RunAsync(Token)).Failures);

        Assert.Contains("no checkpoint was saved in any unit of work", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Units_WithoutArguments_SayWhatToGive()
    {
        using var suspect = new Suspect("WholeUnit", "probe", Declared);

        var report = await Suite(suspect).RunAsync(Token);

        Assert.True(report.Ok, report.FormatFailures());
        Assert.Contains("WithUnit", Assert.Single(report.Skipped).Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[]", "are an object")]
    [InlineData("{", "are JSON")]
    public void WithUnit_NoObject_Throws(string args, string said)
    {
        using var suspect = new Suspect("WholeUnit");

        Assert.Contains(said, Assert.Throws<ArgumentException>(() => Suite(suspect).WithUnit(args)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task RecordingUnit_InATestHost_KeepsWhatWasSavedAndResumes()
    {
        using var suspect = new Suspect("WholeUnit", "probe", Declared);
        await using var host = await new PluginTestHostBuilder().ConfigurePlugins(options => options.Discover(suspect.Folder)).StartAsync(Token);
        var unit = new RecordingUnit("u1", "p") { Checkpoint = { EndAfter = 2 } };

        await Assert.ThrowsAsync<OperationCanceledException>(async () => await host.RunUnitAsync("suspect", Numbers, unit, Token));
        unit.Checkpoint.EndAfter = null;
        var next = unit.NextAttempt();

        Assert.Equal("15", (await host.RunUnitAsync("suspect", Numbers, next, Token))?.GetRawText());
        Assert.Equal(("u1", "p", 2, 5), (next.Context.UnitId, next.Context.PartitionKey, next.Context.Attempt, next.Checkpoint.Saves));
    }

    private static PluginContractSuite Suite(Suspect suspect) => PluginContractSuite.ForFolder(suspect.Folder).Only(PluginCheck.Units);
}
