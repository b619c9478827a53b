using System.Collections.Concurrent;
using System.Text.Json;
using Dagstack.Extensions.Orchestration.Running;
using Dagstack.Extensions.Plugins;

namespace Dagstack.Extensions.Orchestration.Tests.Running;

/// <summary>Stands for the plugins of a host.</summary>
internal sealed class FakeBody : IUnitBody
{
    private readonly ConcurrentDictionary<string, UnitTraits> _traits = new(StringComparer.Ordinal);
    private volatile IReadOnlySet<string> _ready = new HashSet<string> { "tool:t" };

    public event Action? ReadyChanged;

    public IReadOnlySet<string> Ready
    {
        get => _ready;
        set
        {
            _ready = value;
            ReadyChanged?.Invoke();
        }
    }

    /// <summary>Gets the units in the order of their starts.</summary>
    public ConcurrentQueue<string> Started { get; } = [];

    /// <summary>Gets or sets what units do.</summary>
    public Func<OpenUnit, UnitContext, CancellationToken, Task<JsonElement?>> Run { get; set; } = static (_, _, _) => Task.FromResult<JsonElement?>(null);

    public void Say(string plugin, UnitTraits traits) => _traits[plugin] = traits;

    public UnitTraits TraitsOf(string plugin) => _traits.GetValueOrDefault(plugin, UnitTraits.Default);

    public Task<JsonElement?> RunAsync(OpenUnit unit, UnitContext context, CancellationToken cancellationToken)
    {
        Started.Enqueue(unit.UnitId);
        return Task.Run(() => Run(unit, context, cancellationToken), CancellationToken.None);
    }
}
