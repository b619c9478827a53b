using Fixtures;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Dagstack.Extensions.Plugins.Tests.Units;

/// <summary>Progress and checkpoint of a plugin: the unit's inside of one, its own outside.</summary>
public sealed class UnitSinksTests
{
    private static readonly PluginId s_pages = new("importer", "pages");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Sinks_OfTheConstructor_AreTheUnitsInsideAndThePluginsOutside()
    {
        using var folders = new PluginFolders().Add("pages", "PagedImporter", UnitHost.Declared, "importer");
        var own = new KeptProgress();
        await using var provider = await TestProvider.StartAsync(o => o.Discover(folders.Root).UseProgress((_, _) => own));
        var importer = provider.Services.GetRequiredKeyedService<IImporter>("importer:pages");
        var unit = new TestUnit();

        await provider.RunAsync(s_pages, UnitHost.Args(3), unit);
        var outside = await importer.ImportAsync(new() { Pages = 2 }, Token);
        var again = await importer.ImportAsync(new() { Pages = 2 }, Token);

        Assert.Equal(["1", "2", "3"], unit.Progress.Said);
        Assert.Equal(3, await unit.PageAsync());
        Assert.Equal(["1", "2"], own.Said);
        Assert.Equal((0, 2), (outside.From, again.From));
    }

    [Fact]
    public async Task Sinks_OfUnitsSideBySide_DoNotMix()
    {
        using var folders = new PluginFolders().Add("pages", "PagedImporter", UnitHost.Declared, "importer");
        await using var provider = await TestProvider.StartAsync(folders);
        var units = Enumerable.Range(1, 40).Select(static number => (Pages: number, Unit: new TestUnit("u" + number))).ToList();

        await Task.WhenAll(units.Select(one => provider.RunAsync(s_pages, UnitHost.Args(one.Pages), one.Unit)));

        foreach (var (pages, unit) in units)
        {
            Assert.Equal((pages, pages), (unit.Progress.Said.Count, await unit.PageAsync()));
        }
    }

    [Fact]
    public async Task Sinks_OfTasksAndThreadsThatAUnitStarts_AreItsUntilItsEnd()
    {
        var end = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Task<Exception?>? left = null;
        PluginContext context = null!;
        await using var provider = await TestProvider.StartAsync(o => o.Add(UnitHost.ManifestOf(UnitHost.One), new Contextual(
            given => context = given,
            async () =>
            {
                await Task.Run(() => context.Checkpoint.SaveAsync("task", new byte[] { 1 }, Token), Token);
                var thread = new Thread(() => context.Progress.Event("thread"));
                thread.Start();
                thread.Join();
                left = Task.Run(async () =>
                {
                    await end.Task;
                    return await Record.ExceptionAsync(() => context.Checkpoint.SaveAsync("late", new byte[] { 1 }, Token));
                });
            })));
        var unit = new TestUnit();

        await provider.RunAsync(UnitHost.One, UnitHost.Args(1), unit);
        end.SetResult();

        Assert.NotNull(await unit.Checkpoint.LoadAsync("task", Token));
        Assert.Equal(["thread"], unit.Progress.Said);
        Assert.Contains("has ended", Assert.IsType<InvalidOperationException>(await left!.WaitAsync(Limits.Patience, Token)).Message, StringComparison.Ordinal);
        Assert.Null(await unit.Checkpoint.LoadAsync("late", Token));
        Assert.Null(await context.Checkpoint.LoadAsync("late", Token));
    }

    [Fact]
    public async Task Sinks_OfAPluginThatAUnitCalls_AreThatPluginsOwn()
    {
        PluginContext inner = null!;
        TestProvider provider = null!;
        provider = await TestProvider.StartAsync(o => o
            .Add(UnitHost.ManifestOf(UnitHost.One), new Contextual(static _ => { }, async () => await provider.Services.GetRequiredKeyedService<IImporter>("importer:two").ImportAsync(new() { Pages = 1 }, Token)))
            .Add(UnitHost.ManifestOf(new("importer", "two")), new Contextual(given => inner = given, async () => await inner.Checkpoint.SaveAsync("inner", new byte[] { 1 }, Token))));
        await using var _ = provider;
        var unit = new TestUnit();

        await provider.RunAsync(UnitHost.One, UnitHost.Args(1), unit);

        Assert.Null(await unit.Checkpoint.LoadAsync("inner", Token));
        Assert.NotNull(await inner.Checkpoint.LoadAsync("inner", Token));
    }

    [Fact]
    public async Task Run_SaveThatNobodyAwaits_IsSavedBeforeItEnds()
    {
        var saving = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var provider = await UnitHost.StartAsync(new CodeUnits
        {
            OnRun = static (_, unit, _) =>
            {
                _ = unit.Checkpoint.SaveAsync("page", BitConverter.GetBytes(4), CancellationToken.None);
                return new((System.Text.Json.JsonElement?)null);
            },
        });
        var unit = new TestUnit(checkpoint: new SlowCheckpoint(saving.Task));

        var run = provider.RunAsync(UnitHost.One, UnitHost.Args(1), unit);
        await Wait.UntilAsync(() => provider.Status("importer:one").CallsInFlight == 0);
        Assert.False(run.IsCompleted);
        saving.SetResult();
        await run;

        Assert.Equal(4, await unit.PageAsync());
    }

    /// <summary>Saves when a test lets it.</summary>
    private sealed class SlowCheckpoint(Task go) : PluginCheckpoint
    {
        private byte[]? _value;

        protected override async Task<string> SaveCoreAsync(string key, ReadOnlyMemory<byte> value, CancellationToken cancellationToken)
        {
            await go;
            _value = value.ToArray();
            return "1";
        }

        protected override Task<string> ReplaceCoreAsync(string key, ReadOnlyMemory<byte> value, string? version, CancellationToken cancellationToken) => throw new NotSupportedException();

        protected override Task<SavedCheckpoint<byte[]>?> LoadCoreAsync(string key, CancellationToken cancellationToken) => Task.FromResult(_value is null ? null : new SavedCheckpoint<byte[]>(_value, "1"));

        protected override Task<bool> DeleteCoreAsync(string key, CancellationToken cancellationToken) => throw new NotSupportedException();

        protected override IAsyncEnumerable<string> ListCoreAsync(string prefix, CancellationToken cancellationToken) => throw new NotSupportedException();
    }

    private sealed class Contextual(Action<PluginContext> given, Func<Task> import) : IImporter, IPluginSetup
    {
        public ValueTask SetupAsync(PluginContext context, CancellationToken cancellationToken)
        {
            given(context);
            return default;
        }

        public async Task<Imported> ImportAsync(ImportRequest request, CancellationToken cancellationToken = default)
        {
            await import();
            return new(0, request.Pages);
        }
    }
}
