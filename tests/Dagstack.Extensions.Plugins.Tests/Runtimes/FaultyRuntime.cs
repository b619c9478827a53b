namespace Dagstack.Extensions.Plugins.Tests.Runtimes;

/// <summary>A runtime of which one member throws, of it itself or of its instances.</summary>
/// <param name="faulty">The name of the member.</param>
internal sealed class FaultyRuntime(string faulty) : PluginRuntime
{
    public override string Name => Or("test");

    public override int StartOrder => Or(3);

    public override PluginRestartOptions? Restart => Or<PluginRestartOptions?>(null);

    public int Ends { get; private set; }

    public override PluginRefusal? Check(PluginDescription plugin) => Or<PluginRefusal?>(null);

    public override IReadOnlyList<string> FindInjectedKeys(PluginDescription plugin) => Or<IReadOnlyList<string>>([]);

    public override bool IsCode(string path) => Or(Path.GetExtension(path) == ".code");

    public override string? FindComplaint(string path) => Or<string?>(null);

    public override bool WantsCopy(PluginDescription plugin) => Or(false);

    public override TimeSpan? CallTimeout(PluginDescription plugin) => Or<TimeSpan?>(null);

    public override TimeSpan StartTimeout(PluginDescription plugin) => Or(TimeSpan.FromSeconds(30));

    public override ValueTask<PluginInstance> CreateAsync(PluginInstanceContext context, CancellationToken cancellationToken) => Or(new ValueTask<PluginInstance>(new Instance(this)));

    private T Or<T>(T value, [System.Runtime.CompilerServices.CallerMemberName] string member = "") =>
        faulty == member ? throw new NotSupportedException($"no {member}") : value;

    private sealed class Instance(FaultyRuntime runtime) : PluginInstance(new CodePlugin())
    {
        public override bool ReportsHealth => runtime.Or(false);

        public override bool CanBeKilled => runtime.Or(false);

        public override PluginRemains? Remains => runtime.Or(new Rest(runtime));

        public override ValueTask EndAsync(PluginEnding ending)
        {
            runtime.Ends++;
            return default;
        }
    }

    private sealed class Rest(FaultyRuntime runtime) : PluginRemains
    {
        public override bool IsAlive => runtime.Or(false);

        public override void Collect() => runtime.Or(0);

        public override ValueTask<PluginUnload> FollowAsync() => runtime.Or(new ValueTask<PluginUnload>(new PluginUnload { Outcome = PluginUnloadOutcome.StillAlive }));
    }
}
