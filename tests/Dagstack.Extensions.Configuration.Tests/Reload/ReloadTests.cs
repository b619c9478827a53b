using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Dagstack.Extensions.Configuration.Tests.Reload;

/// <summary>What is taken over and what is refused, with a clock of the test's own.</summary>
public sealed class ReloadTests
{
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public void Change_ThatStays_IsTakenOnceAfterTheWindow()
    {
        using var watched = new Watched("a: 1\nb: 1\n", _time);
        Watched.Settle(_time);
        watched.Folder.Write("app.yaml", "a: 2\nb: 1\n");
        Assert.Equal(1, watched.Config.GetInt32("a"));
        _time.Advance(Watched.Interval);
        _time.Advance(Watched.Window);
        Assert.Equal((1, 0), (watched.Config.GetInt32("a"), watched.Changes));
        _time.Advance(Watched.Window);
        Assert.Equal((2, 1), (watched.Config.GetInt32("a"), watched.Changes));
        Watched.Settle(_time);
        Assert.Equal(1, watched.Changes);
        Assert.Equal("Information Reloaded: Configuration has changed: yaml:app.yaml", Assert.Single(watched.Log.Lines));
    }

    [Fact]
    public void Change_ThatGoesOn_IsTakenWhenItHasEnded()
    {
        using var watched = new Watched("a: 1\n", _time);
        watched.Folder.Write("app.yaml", "a: 2\n");
        _time.Advance(Watched.Interval);
        for (var i = 3; i < 20; i++)
        {
            watched.Folder.Write("app.yaml", $"a: {i}\n");
            _time.Advance(Watched.Window);
            Assert.Equal(0, watched.Changes);
        }

        _time.Advance(Watched.Window);
        Assert.Equal((19, 1), (watched.Config.GetInt32("a"), watched.Changes));
    }

    [Fact]
    public void Change_OfLayoutOnly_IsNone()
    {
        using var watched = new Watched("a: 1\n", _time);
        watched.Folder.Write("app.yaml", "# comment\na:    1\n");
        Watched.Settle(_time);
        Assert.Equal(0, watched.Changes);
        Assert.Empty(watched.Log.Lines);
    }

    [Theory]
    [InlineData("a: [\n", "app.yaml(2,1): the file is not valid YAML")]
    [InlineData("a: ${NOT_SET_ANYWHERE}\n", "the variable NOT_SET_ANYWHERE is not set")]
    [InlineData("a: ${secret:nowhere:x}\n", "has the scheme 'nowhere'")]
    [InlineData("a: text\n", "a: expected a whole number")]
    [InlineData("b: 1\n", "a: the configuration has no key 'a'")]
    [InlineData("", "app.yaml: the file had content and has none now")]
    [InlineData(null, "app.yaml: there is no such file")]
    public void Change_ThatIsWrong_KeepsTheOldValuesWithOneWarning(string? yaml, string reason)
    {
        using var watched = new Watched("a: 1\n", _time, static o => o.Validate(static config => config.GetInt32("a")));
        if (yaml is null)
        {
            File.Delete(watched.Folder.Combine("app.yaml"));
        }
        else
        {
            watched.Folder.Write("app.yaml", yaml);
        }

        Watched.Settle(_time);
        Watched.Settle(_time);
        Assert.Equal((1, 0), (watched.Config.GetInt32("a"), watched.Changes));
        Assert.StartsWith("Warning ReloadRejected: reload_rejected: changed configuration files were refused, and the old values stay. ", Assert.Single(watched.Warnings), StringComparison.Ordinal);
        Assert.Contains(reason, Assert.Single(watched.Rejections).Message, StringComparison.Ordinal);

        watched.Folder.Write("app.yaml", "a: 2\n");
        Watched.Settle(_time);
        Assert.Equal((2, 1), (watched.Config.GetInt32("a"), watched.Changes));
    }

    [Fact]
    public void Change_BackToWhatIsInEffect_IsNoneAndAnotherErrorIsSaidAgain()
    {
        using var watched = new Watched("a: 1\n", _time);
        watched.Folder.Write("app.yaml", "a: [\n");
        Watched.Settle(_time);
        watched.Folder.Write("app.yaml", "a: 1\n");
        Watched.Settle(_time);
        watched.Folder.Write("app.yaml", "a: [\n");
        Watched.Settle(_time);
        Assert.Equal((0, 2), (watched.Changes, watched.Rejections.Count));
    }

    [Fact]
    public void Layers_ComingAndGoing_AreChanges()
    {
        using var watched = new Watched("a: 1\n", _time);
        watched.Folder.Write("app.local.yaml", "a: 2\n");
        Watched.Settle(_time);
        Assert.Equal((2, 1), (watched.Config.GetInt32("a"), watched.Changes));
        File.Delete(watched.Folder.Combine("app.local.yaml"));
        Watched.Settle(_time);
        Assert.Equal((1, 2), (watched.Config.GetInt32("a"), watched.Changes));
    }

    [Fact]
    public void Subscription_ToASection_GetsOldAndNewAndOnlyItsOwnChanges()
    {
        using var watched = new Watched("s: {n: 1}\nother: 1\n", _time);
        var seen = new List<string>();
        using (watched.Config.OnSectionChange<Dictionary<string, int>>("s", (before, after) => seen.Add($"{before["n"]}>{after["n"]}={watched.Config.GetInt32("s.n")}")))
        {
            watched.Folder.Write("app.yaml", "s: {n: 1}\nother: 2\n");
            Watched.Settle(_time);
            Assert.Empty(seen);
            watched.Folder.Write("app.yaml", "s: {n: 2}\nother: 2\n");
            Watched.Settle(_time);
            watched.Folder.Write("app.yaml", "s: {n: two}\nother: 3\n");
            Watched.Settle(_time);
            Assert.Equal(("s.n", 2), (watched.Rejections.Single().Path, watched.Config.GetInt32("other")));
            watched.Folder.Write("app.yaml", "s: {n: 3}\n");
            Watched.Settle(_time);
        }

        watched.Folder.Write("app.yaml", "s: {n: 4}\n");
        Watched.Settle(_time);
        Assert.Equal(["1>2=2", "2>3=3"], seen);
        Assert.DoesNotContain(watched.Log.Lines, static line => line.Contains("subscription_without_watch", StringComparison.Ordinal));
    }

    [Fact]
    public void Subscription_ThatThrows_DoesNotKeepTheChangeFromOthers()
    {
        using var watched = new Watched("s: 1\n", _time);
        var seen = 0;
        using var bad = watched.Config.OnSectionChange<int>("s", static (_, _) => throw new InvalidOperationException("no"));
        using var good = watched.Config.OnSectionChange<int>("s", (_, after) => seen = after);
        watched.Folder.Write("app.yaml", "s: 2\n");
        Watched.Settle(_time);
        Assert.Equal(2, seen);
        Assert.Contains(watched.Log.Lines, static line => line.StartsWith("Error SubscriberFailed", StringComparison.Ordinal));
    }

    [Fact]
    public void Subscription_WithoutWatch_WarnsOnceAndRunsOnReload()
    {
        using var watched = new Watched("s: 1\n", _time, static o => o.PollInterval = null);
        var seen = 0;
        using var one = watched.Config.OnSectionChange<int>("s", (_, after) => seen = after);
        using var two = watched.Config.OnSectionChange<int>("s", static (_, _) => { });
        Assert.StartsWith("Warning SubscriptionWithoutWatch: subscription_without_watch: nothing watches the files", Assert.Single(watched.Warnings), StringComparison.Ordinal);
        watched.Folder.Write("app.yaml", "s: 2\n");
        Watched.Settle(_time);
        Assert.Equal(0, seen);
        Assert.True(watched.Config.Reload());
        Assert.Equal(2, seen);
        Assert.False(watched.Config.Reload());
    }

    [Fact]
    public void Subscription_ToASectionThatDoesNotFit_IsRefused()
    {
        using var watched = new Watched("s: text\n", _time);
        Assert.Equal("s", Assert.Throws<ConfigException>(() => watched.Config.OnSectionChange<int>("s", static (_, _) => { })).Path);
    }

    [Fact]
    public void Reload_OfAWrongFile_ThrowsAndKeepsTheOldValues()
    {
        using var watched = new Watched("a: 1\n", _time);
        watched.Folder.Write("app.yaml", "a: [\n");
        var error = Assert.Throws<ConfigException>(() => watched.Config.Reload());
        Assert.Equal((ConfigErrorReason.ReloadRejected, "reload_rejected", ConfigErrorReason.ParseError), (error.Reason, error.ReasonCode, Assert.IsType<ConfigException>(error.InnerException).Reason));
        Assert.Equal(1, watched.Config.GetInt32("a"));
        Watched.Settle(_time);
        Assert.Single(watched.Warnings);
    }

    [Fact]
    public void Validate_OnTheFirstLoad_Throws()
    {
        using var folder = new TempFolder();
        folder.Write("app.yaml", "a: x\n");
        var error = Assert.Throws<ConfigException>(() => DagstackConfig.Load(folder.Combine("app.yaml"), static o => o.Validate(static config => config.GetInt32("a"))));
        Assert.Equal(("a", ConfigErrorReason.TypeMismatch), (error.Path, error.Reason));
        error = Assert.Throws<ConfigException>(() => DagstackConfig.Load(folder.Combine("app.yaml"), static o => o.Validate(static _ => throw new InvalidOperationException("no"))));
        Assert.Equal((ConfigErrorReason.ValidationFailed, "a check of the application failed: no"), (error.Reason, error.Message));
    }

    [Fact]
    public void Freeze_KeepsItsVersion()
    {
        using var watched = new Watched("a: 1\n", _time);
        var frozen = watched.Config.Freeze();
        watched.Folder.Write("app.yaml", "a: 2\n");
        Watched.Settle(_time);
        Assert.Equal((1, 2), (frozen.GetInt32("a"), watched.Config.GetInt32("a")));
        Assert.False(frozen.GetReloadToken().HasChanged);
        Assert.Throws<InvalidOperationException>(() => frozen.Reload());
    }

    [Fact]
    public void Dispose_Ends_TheWatching()
    {
        using var watched = new Watched("a: 1\n", _time);
        watched.Config.Dispose();
        watched.Folder.Write("app.yaml", "a: 2\n");
        Watched.Settle(_time);
        Assert.Equal(1, watched.Config.GetInt32("a"));
    }
}
