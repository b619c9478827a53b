namespace Dagstack.Extensions.Plugins;

/// <summary>What is left of an instance that has ended, without holding anything of it.</summary>
public abstract class PluginRemains
{
    /// <summary>Gets a value indicating whether anything of it is still there, as far as is known now.</summary>
    public abstract bool IsAlive { get; }

    /// <summary>Waits until nothing is left, helps it to go, and else finds what holds it.</summary>
    /// <returns>What became of it. It is not to fail.</returns>
    public abstract ValueTask<PluginUnload> FollowAsync();

    /// <summary>Does what can be done at once to let it go, for who only wants to know what is left.</summary>
    public virtual void Collect()
    {
    }
}
