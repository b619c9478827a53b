namespace Dagstack.Extensions.Orchestration.Tests.Simulation;

/// <summary>One life of a process: its clock, and what is ready to run in it. Once it is dead nothing of it runs any more; while it stands still nothing does.</summary>
internal sealed class SimNode
{
    private readonly List<Action> _ready = [];

    public SimNode(SimWorld world, string name)
    {
        (World, Name) = (world, name);
        Scheduler = new SimScheduler(this);
        Time = new SimTime(this);
    }

    public SimWorld World { get; }

    public string Name { get; }

    public TaskScheduler Scheduler { get; }

    public TimeProvider Time { get; }

    public bool IsDead { get; private set; }

    public bool StandsStill { get; set; }

    public int ReadyCount => StandsStill ? 0 : _ready.Count;

    public void Kill()
    {
        IsDead = true;
        _ready.Clear();
    }

    /// <summary>Has the node do something, once its turn has come.</summary>
    public void Post(Action action)
    {
        World.ThrowIfElsewhere();
        if (!IsDead)
        {
            _ready.Add(action);
        }
    }

    /// <summary>Runs code of the node on its scheduler.</summary>
    public void Run(Func<Task> code) => _ = Task.Factory.StartNew(
        async () =>
        {
            try
            {
                await code();
            }
            catch (Exception fault)
            {
                World.Faults.Add(fault);
            }
        },
        CancellationToken.None,
        TaskCreationOptions.None,
        Scheduler);

    public void RunOne(int index)
    {
        var action = _ready[index];
        _ready.RemoveAt(index);
        action();
    }
}
