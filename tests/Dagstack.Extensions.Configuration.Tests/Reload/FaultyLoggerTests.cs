using System.Collections.Concurrent;
using Dagstack.Extensions.Configuration.Reload;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Dagstack.Extensions.Configuration.Tests.Reload;

/// <summary>Loggers that throw, block or call back: values are kept, files are read on, and no lock is held while they are told.</summary>
/// <remarks>With a clock of the test's own, what would end the process on a timer's thread comes out of the advance.</remarks>
public sealed class FaultyLoggerTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly ConcurrentQueue<string> _told = [];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private Action<string>? Reloads { get; set; }

    [Fact]
    public async Task HostLogger_Throws_ValuesStayAndTheNextChangeIsTaken()
    {
        using var folder = new TempFolder();
        folder.Write("app.yaml", "a: 1\n");
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Configuration.SetBasePath(folder.Path).AddDagstackConfig("app.yaml", o =>
            (o.TimeProvider, o.PollInterval, o.StableWindow, o.EnvironmentName) = (_time, Watched.Interval, Watched.Window, string.Empty));
        builder.Logging.AddProvider(Logger(static _ => throw new IOException("the disk is full")));
        builder.Services.AddDagstackConfig();
        using var host = builder.Build();
        await host.StartAsync(Token);
        var configuration = host.Services.GetRequiredService<IConfiguration>();
        for (var i = 1; i < 3; i++)
        {
            folder.Write("app.yaml", "a: [\n");
            Watched.Settle(_time);
            Assert.Equal($"{i}", configuration["a"]);
            folder.Write("app.yaml", $"a: {i + 1}\n");
            Watched.Settle(_time);
            Assert.Equal($"{i + 1}", configuration["a"]);
        }

        Assert.Equal(["ReloadRejected", "Reloaded", "ReloadRejected", "Reloaded"], _told);
    }

    [Fact]
    public async Task Logger_Blocks_FilesAreReadOnAndWhatIsToldWaits()
    {
        using var release = new ManualResetEventSlim();
        var (entered, third) = (Signal(), Signal());
        using var watched = new Watched("a: 1\n", configure: o => o.Validate(config =>
        {
            if (config.GetInt32("a") == 3)
            {
                third.TrySetResult();
            }
        }).Logger = Logger(_ =>
        {
            entered.TrySetResult();
            release.Wait(Limits.Patience, Token);
        }));
        watched.Folder.Write("app.yaml", "a: 2\n");
        await entered.Task.WaitAsync(Limits.Patience, Token);
        Assert.Equal(2, watched.Config.GetInt32("a"));

        // It is the watch that takes the third version, and not the reload, which finds nothing new.
        watched.Folder.Write("app.yaml", "a: 3\n");
        await third.Task.WaitAsync(Limits.Patience, Token);
        Assert.False(watched.Config.Reload());
        Assert.Equal((3, 0), (watched.Config.GetInt32("a"), watched.Changes));
        release.Set();
        await watched.UntilAsync(() => watched.Changes == 2);
    }

    [Fact]
    public async Task Logger_ReloadsWhatItIsToldOf_IsToldOnceOfEachRefusal()
    {
        using var watched = new Watched("a: 1\n", _time, o => o.Logger = Logger(name => OtherThread.Do(() => Reloads?.Invoke(name))));
        Reloads = _ => watched.Config.Reload();
        watched.Folder.Write("app.yaml", "a: [\n");
        await Task.Run(() => Watched.Settle(_time), Token).WaitAsync(Limits.Patience, Token);
        Assert.Equal(("ReloadRejected", 1), (Assert.Single(_told), watched.Rejections.Count));
        Assert.Throws<ConfigException>(() => watched.Config.Reload());
        Assert.Equal((1, 1), (_told.Count, watched.Config.GetInt32("a")));

        watched.Folder.Write("app.yaml", "a: 2\n");
        await Task.Run(() => Watched.Settle(_time), Token).WaitAsync(Limits.Patience, Token);
        Assert.Equal((2, 2), (_told.Count, watched.Config.GetInt32("a")));
    }

    [Fact]
    public void Logger_WaitsForSomebodyWhoReloads_NoLockIsHeld()
    {
        List<Exception> failures = [];
        using var folder = new TempFolder();
        folder.Write("app.yaml", "s: [1]\n");
        DagstackConfig? config = null;
        using var loaded = config = DagstackConfig.Load("app.yaml", o => (o.BasePath, o.EnvironmentName, o.Logger) = (folder.Path, string.Empty, Logger(_ =>
        {
            try
            {
                OtherThread.Do(() => config!.Reload());
            }
            catch (Exception exception)
            {
                failures.Add(exception);
            }
        })));
        config.OnSectionChange<int[]>("s", static (_, _) => { }).Dispose();
        folder.Write("app.yaml", "s: [1]\nt: ${secret:nobody:x:-none}\n");
        Assert.True(config.Reload());
        Assert.Equal(["SubscriptionWithoutWatch", "SecretDefaulted", "Reloaded"], _told);
        Assert.Empty(failures);
    }

    [Fact]
    public void Logger_WaitsForATimerThatLooksAtFolders_NoLockIsHeld()
    {
        List<Exception> failures = [];
        using var watched = new Watched("a: 1\n", _time, o =>
        {
            o.AddLayer("none/more.yaml", optional: true);
            o.ReloadOnChange = true;
            o.Logger = Logger(_ =>
            {
                try
                {
                    OtherThread.Do(() => _time.Advance(FolderWatch.Interval));
                }
                catch (Exception exception)
                {
                    failures.Add(exception);
                }
            });
        });
        Assert.Equal("WatchFailed", Assert.Single(_told));
        Assert.Empty(failures);
    }

    private static TaskCompletionSource Signal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private ScriptedLogger Logger(Action<string> told) => new(name =>
    {
        _told.Enqueue(name);
        told(name);
    });
}
