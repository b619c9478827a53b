using System.Collections.Concurrent;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Xunit;

namespace Dagstack.Extensions.Configuration.Tests.Toml;

/// <summary>A TOML file that changes and is wrong is said to loggers and handlers of others. Whatever these do, values stay, and the next change is taken.</summary>
public sealed class TomlReloadTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly ConcurrentQueue<string> _told = [];
    private readonly SemaphoreSlim _heard = new(0);
    private readonly ManualFiles _files;

    public TomlReloadTests()
    {
        _files = new(_folder);
        _files.Write("a = 1\n");
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task HostLogger_Throws_ValuesStayAndTheNextChangeIsTaken()
    {
        using var host = await StartAsync(static _ => throw new IOException("the disk is full"));
        var configuration = host.Services.GetRequiredService<IConfiguration>();
        foreach (var (wrong, right) in new[] { ("a = \n", "2"), ("a = 'x\n", "3") })
        {
            var before = configuration["a"];
            _files.Write(wrong);
            await HearAsync();
            Assert.Equal(before, configuration["a"]);
            _files.Write($"a = {right}\n");
            Assert.Equal(right, configuration["a"]);
        }

        Assert.Equal(["TomlRefused", "TomlRefused"], _told);
    }

    [Fact]
    public async Task File_WrongAgainAfterItWasGone_IsToldAgain()
    {
        using var host = await StartAsync(static _ => { });
        var configuration = host.Services.GetRequiredService<IConfiguration>();
        _files.Write("a = \n");
        await HearAsync();
        _files.Delete();
        Assert.Null(configuration["a"]);
        _files.Write("a = \n");
        await HearAsync();

        Assert.Equal(["TomlRefused", "TomlRefused"], _told);
    }

    [Fact]
    public async Task HostLogger_Blocks_ValuesStayAndTheNextChangeIsTakenMeanwhile()
    {
        using var release = new ManualResetEventSlim();
        using var host = await StartAsync(_ => release.Wait(Limits.Patience, Token));
        var configuration = host.Services.GetRequiredService<IConfiguration>();
        await ElsewhereAsync(() => _files.Write("a = \n"));
        await HearAsync();
        Assert.Equal("1", configuration["a"]);
        await ElsewhereAsync(() => _files.Write("a = 2\n"));
        Assert.Equal("2", configuration["a"]);
        await ElsewhereAsync(() => _files.Write("a = 'x\n"));
        await ElsewhereAsync(() => ((IConfigurationRoot)configuration).Reload());
        Assert.Equal("2", configuration["a"]);
        Assert.Single(_told);

        release.Set();
        await HearAsync();
        Assert.Equal(2, _told.Count);
    }

    [Fact]
    public async Task HostLogger_ReloadsWhatItIsToldOf_IsToldOnce()
    {
        IConfigurationRoot? root = null;
        string? seen = null;
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var host = await StartAsync(_ =>
        {
            seen = root!["a"];
            root.Reload();
            OtherThread.Do(root.Reload);
            done.TrySetResult();
        });
        root = (IConfigurationRoot)host.Services.GetRequiredService<IConfiguration>();
        _files.Write("a = \n");
        await done.Task.WaitAsync(Limits.Patience, Token);
        Assert.Equal(("1", "1"), (seen, root["a"]));
        Assert.Single(_told);
        _files.Write("a = 2\n");
        Assert.Equal("2", root["a"]);
    }

    [Fact]
    public async Task Root_ReloadOfAWrongFile_HasSaidSoWhenItReturns()
    {
        using var host = await StartAsync(static _ => { });
        var root = (IConfigurationRoot)host.Services.GetRequiredService<IConfiguration>();
        _folder.Write("app.toml", "a = \n");
        root.Reload();
        Assert.Single(_told);
        _folder.Write("app.toml", "a = # still none\n");
        root.Reload();
        Assert.Equal(("1", 2), (root["a"], _told.Count));
    }

    [Fact]
    public async Task Handler_Throws_ValuesStayAndItIsLogged()
    {
        var calls = 0;
        using var host = await StartAsync(static _ => { }, context =>
        {
            Interlocked.Increment(ref calls);
            throw new InvalidTimeZoneException("no time", context.Exception);
        });
        var root = (IConfigurationRoot)host.Services.GetRequiredService<IConfiguration>();
        _files.Write("a = \n");
        await HearAsync();
        Assert.Equal((1, "1", "ListenerFailed"), (calls, root["a"], Assert.Single(_told)));
        _folder.Write("app.toml", "a = 'x\n");
        root.Reload();
        Assert.Equal((2, "1", 2), (calls, root["a"], _told.Count));
        _files.Write("a = 2\n");
        Assert.Equal("2", root["a"]);
    }

    [Fact]
    public async Task Content_ThatCannotBeReadToItsEnd_ValuesStay()
    {
        using var host = await StartAsync(static _ => { });
        var configuration = host.Services.GetRequiredService<IConfiguration>();
        _files.Around = static inner => new BrokenStream(inner);
        _files.Write("a = 2\n");
        await HearAsync();
        Assert.Equal(("1", "TomlRefused"), (configuration["a"], Assert.Single(_told)));
        _files.Around = null;
        _files.Write("a = 2\n");
        Assert.Equal("2", configuration["a"]);
    }

    public void Dispose()
    {
        _heard.Dispose();
        _files.Dispose();
        _folder.Dispose();
    }

    private static Task ElsewhereAsync(Action action) => Task.Run(action, Token).WaitAsync(Limits.Patience, Token);

    private async Task HearAsync() => Assert.True(await _heard.WaitAsync(Limits.Patience, Token));

    private async Task<IHost> StartAsync(Action<string> told, Action<FileLoadExceptionContext>? handler = null)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Configuration.AddTomlFile(source =>
            (source.FileProvider, source.Path, source.ReloadOnChange, source.ReloadDelay, source.OnLoadException) = (_files, "app.toml", true, 0, handler));
        builder.Logging.AddProvider(new ScriptedLogger(name =>
        {
            _told.Enqueue(name);
            _heard.Release();
            told(name);
        }));
        builder.Services.AddDagstackConfig();
        var host = builder.Build();
        await host.StartAsync(Token);
        return host;
    }

    private sealed class BrokenStream(Stream inner) : MemoryStream
    {
        public override bool CanSeek => false;

        public override int Read(byte[] buffer, int offset, int count) => throw new IOException("the network is gone");

        public override int Read(Span<byte> buffer) => throw new IOException("the network is gone");

        protected override void Dispose(bool disposing)
        {
            inner.Dispose();
            base.Dispose(disposing);
        }
    }
}
