using System.ComponentModel;

namespace Dagstack.Extensions.Plugins;

/// <summary>A call that is under way, as those see it that are made from inside of it, on whatever thread.</summary>
/// <remarks>The host keeps them only for plugins that need it: those that are stopped before they are replaced, and those that keep threads busy.</remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class OpenCall
{
    private volatile bool _isOpen = true;

    /// <summary>Begins a call inside of the one that is under way.</summary>
    /// <param name="owner">What the call has entered.</param>
    /// <exception cref="ArgumentNullException"><paramref name="owner"/> is null.</exception>
    public OpenCall(object owner)
    {
        ArgumentNullException.ThrowIfNull(owner);
        (Owner, Outer) = (owner, CallMetadata.Call);
    }

    /// <summary>Gets what the call has entered.</summary>
    public object Owner { get; }

    /// <summary>Gets the call that it was made from.</summary>
    /// <value>Null if there is none.</value>
    public OpenCall? Outer { get; }

    /// <summary>Gets a value indicating whether it is still under way. What it has left running may be asked afterwards.</summary>
    public bool IsOpen => _isOpen;

    /// <summary>Ends it.</summary>
    public void Close() => _isOpen = false;
}
