using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Dagstack.Extensions.Configuration.Tests.Reload;

/// <summary>Listeners, subscribers, checks and loggers are code of others: whatever they do, files are read on, and others are told.</summary>
/// <remarks>With a clock of the test's own, what would end the process on a timer's thread comes out of the advance.</remarks>
public sealed class FaultyListenerTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly FakeTimeProvider _time = new();
    private readonly ListLogger _log = new();

    [Fact]
    public void Token_ListenerThrows_OthersAreToldAndTheNextChangeIsTaken()
    {
        using var watched = new Watched("a: 1\n", _time);
        using var faulty = ChangeToken.OnChange(watched.Config.GetReloadToken, static () => throw new InvalidTimeZoneException("no time"));
        for (var i = 2; i < 4; i++)
        {
            watched.Folder.Write("app.yaml", $"a: {i}\n");
            Watched.Settle(_time);
            Assert.Equal((i, i - 1), (watched.Config.GetInt32("a"), watched.Changes));
        }

        Assert.Equal(2, watched.Log.Lines.Count(static line => line.StartsWith("Error ListenerFailed", StringComparison.Ordinal)));
    }

    [Fact]
    public void OptionsMonitor_ValidationRefusesTheNewValue_HostGoesOnAndTakesTheNextOne()
    {
        var configuration = Build("opt:\n  size: 1\n");
        using var provider = new ServiceCollection()
            .AddSingleton<IConfiguration>(configuration)
            .AddOptions<Sized>().BindConfiguration("opt").Validate(static sized => sized.Size < 10, "too large").Services
            .BuildServiceProvider();
        var monitor = provider.GetRequiredService<IOptionsMonitor<Sized>>();
        List<int> told = [];
        using var changes = monitor.OnChange(sized => told.Add(sized.Size));
        Assert.Equal(1, monitor.CurrentValue.Size);

        Change("opt:\n  size: 99\n");
        Assert.Contains(_log.Lines, static line => line.StartsWith("Error ListenerFailed", StringComparison.Ordinal));
        Assert.Equal("99", configuration["opt:size"]);
        Change("opt:\n  size: 3\n");
        Assert.Equal(3, monitor.CurrentValue.Size);
        Assert.Equal([3], told);
    }

    [Fact]
    public void Subscriber_WhoseTypeThrows_RefusesTheChangeAndSaysSo()
    {
        using var watched = new Watched("s:\n  size: 1\nt:\n  size: 1\n", _time);
        using var picky = watched.Config.OnSectionChange<Picky>("s", static (_, _) => { });
        List<int> told = [];
        using var other = watched.Config.OnSectionChange<Sized>("t", (_, after) => told.Add(after.Size));
        watched.Folder.Write("app.yaml", "s:\n  size: 13\nt:\n  size: 2\n");
        Watched.Settle(_time);
        Assert.Equal((1, 0), (watched.Config.GetInt32("t.size"), told.Count));
        Assert.Contains("not 13", Assert.Single(watched.Warnings), StringComparison.Ordinal);
        Assert.Equal(ConfigErrorReason.ValidationFailed, Assert.Single(watched.Rejections).Reason);

        watched.Folder.Write("app.yaml", "s:\n  size: 14\nt:\n  size: 2\n");
        Watched.Settle(_time);
        Assert.Equal([2], told);
    }

    [Fact]
    public void Handler_WaitsForSomebodyWhoSubscribes_NobodyIsBlocked()
    {
        using var watched = new Watched("s:\n  size: 1\n", _time);
        IDisposable? inner = null;
        using var outer = watched.Config.OnSectionChange<Sized>("s", (_, _) =>
            inner = Task.Run(() => watched.Config.OnSectionChange<Sized>("s", static (_, _) => { })).WaitAsync(Limits.Patience).GetAwaiter().GetResult());
        watched.Folder.Write("app.yaml", "s:\n  size: 2\n");
        Watched.Settle(_time);
        Assert.NotNull(inner);
        inner.Dispose();
    }

    [Fact]
    public void Handler_ReloadsItself_ChangesAreToldOneAfterTheOther()
    {
        using var watched = new Watched("s:\n  size: 1\n", _time);
        List<string> told = [];
        using var subscription = watched.Config.OnSectionChange<Sized>("s", (before, after) =>
        {
            told.Add($"{before.Size} to {after.Size} begins");
            if (after.Size < 4)
            {
                watched.Folder.Write("app.yaml", $"s:\n  size: {after.Size + 1}\n");
                Assert.True(watched.Config.Reload());
            }

            told.Add($"{before.Size} to {after.Size} ends");
        });
        watched.Folder.Write("app.yaml", "s:\n  size: 2\n");
        Watched.Settle(_time);
        Assert.Equal(["1 to 2 begins", "1 to 2 ends", "2 to 3 begins", "2 to 3 ends", "3 to 4 begins", "3 to 4 ends"], told);
    }

    [Fact]
    public async Task Handler_DoesNotReturn_HoldsUpItsOwnFilesOnly()
    {
        using var release = new ManualResetEventSlim();
        using var watched = new Watched("s:\n  size: 1\n", _time);
        using var other = new Watched("s:\n  size: 1\n");
        var (entered, told) = (new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously), 0);
        using var stuck = watched.Config.OnSectionChange<Sized>("s", (_, _) =>
        {
            entered.TrySetResult();
            release.Wait(TestContext.Current.CancellationToken);
        });
        using var last = watched.Config.OnSectionChange<Sized>("s", (_, _) => Interlocked.Increment(ref told));
        watched.Folder.Write("app.yaml", "s:\n  size: 2\n");
        var settling = Task.Run(() => Watched.Settle(_time));
        await entered.Task.WaitAsync(Limits.Patience);

        // The new values are there, and whoever subscribes, reads or has other files is not held up.
        Assert.Equal(2, watched.Config.GetInt32("s.size"));
        watched.Config.OnSectionChange<Sized>("s", static (_, _) => { }).Dispose();
        other.Folder.Write("app.yaml", "s:\n  size: 3\n");
        await other.UntilAsync(() => other.Config.GetInt32("s.size") == 3);
        release.Set();
        await settling.WaitAsync(Limits.Patience);
        Assert.Equal(1, told);
    }

    [Fact]
    public void Subscription_EndedByAnotherHandler_IsNotTold()
    {
        using var watched = new Watched("s:\n  size: 1\n", _time);
        IDisposable? second = null;
        var told = 0;
        using var first = watched.Config.OnSectionChange<Sized>("s", (_, _) => second!.Dispose());
        second = watched.Config.OnSectionChange<Sized>("s", (_, _) => told++);
        watched.Folder.Write("app.yaml", "s:\n  size: 2\n");
        Watched.Settle(_time);
        Assert.Equal(0, told);
    }

    [Fact]
    public void Logger_Throws_ChangesAndRefusalsGoOn()
    {
        using var watched = new Watched("a: 1\n", _time, static o => o.Logger = new FaultyLogger());
        watched.Folder.Write("app.yaml", "a: 2\n");
        Watched.Settle(_time);
        watched.Folder.Write("app.yaml", "a: [\n");
        Watched.Settle(_time);
        watched.Folder.Write("app.yaml", "a: 3\n");
        Watched.Settle(_time);
        Assert.Equal((3, 2, 1), (watched.Config.GetInt32("a"), watched.Changes, watched.Rejections.Count));
    }

    [Fact]
    public void Root_ReloadOfARefusedFile_DoesNotThrowAndTellsOthers()
    {
        var configuration = Build("a: 1\n");
        var told = 0;
        using var tokens = ChangeToken.OnChange(configuration.GetReloadToken, () => told++);
        _folder.Write("app.yaml", "a: [\n");
        configuration.Reload();
        Assert.Equal(("1", 1), (configuration["a"], told));
    }

    [Fact]
    public void Secret_OfAnEagerSourceThatThrows_RefusesTheChange()
    {
        var source = new FaultySource();
        using var watched = new Watched("a: ${secret:faulty:one}\n", _time, o =>
        {
            o.EagerSecrets = true;
            o.SecretSources.Add(source);
        });
        source.IsFaulty = true;
        watched.Folder.Write("app.yaml", "a: ${secret:faulty:two}\n");
        Watched.Settle(_time);
        Assert.Contains("the vault is sealed", Assert.Single(watched.Warnings), StringComparison.Ordinal);
        Assert.Equal("one", watched.Config.GetString("a"));
    }

    public void Dispose() => _folder.Dispose();

    private IConfigurationRoot Build(string yaml)
    {
        _folder.Write("app.yaml", yaml);
        return new ConfigurationBuilder().SetBasePath(_folder.Path).AddDagstackConfig("app.yaml", o =>
        {
            (o.TimeProvider, o.PollInterval, o.StableWindow, o.Logger, o.EnvironmentName) = (_time, Watched.Interval, Watched.Window, _log, string.Empty);
        }).Build();
    }

    private void Change(string yaml)
    {
        _folder.Write("app.yaml", yaml);
        Watched.Settle(_time);
    }

    private sealed class Sized
    {
        public int Size { get; set; }
    }

    private sealed class Picky
    {
        public int Size
        {
            get;
            set => field = value == 13 ? throw new InvalidTimeZoneException("not 13") : value;
        }
    }

    private sealed class FaultyLogger : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => throw new IOException("the disk is full");

        public bool IsEnabled(LogLevel logLevel) => throw new IOException("the disk is full");

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) => throw new IOException("the disk is full");
    }

    private sealed class FaultySource : ISecretSource
    {
        public string Id => "faulty";

        public string Scheme => "faulty";

        public bool IsFaulty { get; set; }

        public ValueTask<SecretValue?> ResolveAsync(SecretReference reference, CancellationToken cancellationToken) =>
            IsFaulty ? throw new InvalidTimeZoneException("the vault is sealed") : new(new SecretValue(reference.Path));
    }
}
