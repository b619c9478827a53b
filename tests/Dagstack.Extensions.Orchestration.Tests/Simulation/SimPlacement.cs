namespace Dagstack.Extensions.Orchestration.Tests.Simulation;

/// <summary>The placement of one node: it beats, and knows that it is taken for dead when it could not for too long.</summary>
internal sealed class SimPlacement : UnitPlacement
{
    private static readonly TimeSpan s_beat = TimeSpan.FromSeconds(1);

    private readonly SimNode _node;
    private readonly SimWire _wire;
    private readonly SimCluster _cluster;
    private readonly HashSet<UnitLease> _held = [];
    private TimeSpan _lastBeat;
    private bool _isOver;

    public SimPlacement(SimNode node, SimWire wire, SimCluster cluster)
    {
        (_node, _wire, _cluster) = (node, wire, cluster);
        cluster.Left += Hear;
    }

    public override string Node => _node.Name;

    public override int Nodes => Math.Max(1, _cluster.Alive);

    public override TimeSpan KeepIdle => TimeSpan.FromSeconds(2);

    public override async Task JoinAsync(CancellationToken cancellationToken)
    {
        await BeatAsync(cancellationToken);
        _ = BeatsAsync();
    }

    public override async Task<IReadOnlyList<UnitLease>> ClaimAsync(IReadOnlyCollection<string> plugins, IReadOnlySet<string> held, int limit, CancellationToken cancellationToken)
    {
        var (mine, known) = (new HashSet<string>(held, StringComparer.Ordinal), _held.ToList());
        var leases = await _wire.CallAsync(_node, () => _cluster.ClaimAsync(_node.Name, plugins, mine, known, limit), cancellationToken);
        _held.UnionWith(leases);
        return leases;
    }

    public override Task ReleaseAsync(IReadOnlyCollection<UnitLease> leases, CancellationToken cancellationToken)
    {
        _held.ExceptWith(leases);
        return _wire.CallAsync(_node, () => Task.FromResult(_cluster.Release(_node.Name, leases)), cancellationToken);
    }

    public override ValueTask DisposeAsync()
    {
        _isOver = true;
        _cluster.Left -= Hear;
        _ = _wire.CallAsync(
            _node,
            () =>
            {
                _cluster.Leave(_node.Name);
                return Task.FromResult(true);
            },
            CancellationToken.None);
        return ValueTask.CompletedTask;
    }

    private void Hear() => _node.World.After(_node.World.Span(TimeSpan.FromMilliseconds(100)), () => _node.Post(Wake));

    private async Task BeatsAsync()
    {
        while (!_isOver)
        {
            await Task.Delay(s_beat, _node.Time);
            try
            {
                await BeatAsync(CancellationToken.None);
            }
            catch (UnitStoreUnavailableException)
            {
                // Said again at the next beat.
            }

            if (_node.World.Now - _lastBeat >= SimCluster.DeadAfter)
            {
                Drop([.. _held]);
            }
        }
    }

    private async Task BeatAsync(CancellationToken cancellationToken)
    {
        var (asked, known) = (_node.World.Now, _held.ToList());
        var owned = await _wire.CallAsync(_node, () => Task.FromResult(_cluster.Beat(_node.Name)), cancellationToken, isSure: true);
        _lastBeat = asked;
        Drop([.. known.Where(lease => _held.Contains(lease) && !owned.Contains(lease))]);
    }

    private void Drop(IReadOnlyCollection<UnitLease> leases)
    {
        _held.ExceptWith(leases);
        if (leases.Count > 0)
        {
            Lose(leases);
        }
    }
}
