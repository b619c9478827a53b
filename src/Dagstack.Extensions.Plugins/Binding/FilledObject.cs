namespace Dagstack.Extensions.Plugins.Binding;

/// <summary>Makes collections and dictionaries with what was bound for them in them; their own code may run, and fail.</summary>
internal static class FilledObject
{
    /// <summary>Makes the object and fills it, or says what is in the way.</summary>
    /// <param name="session">The binding, which takes the problem.</param>
    /// <param name="place">What is bound.</param>
    /// <param name="unfillable">What is said if the object cannot be made or filled.</param>
    /// <param name="make">Makes the object; null if it has no way to.</param>
    /// <param name="tryFill">Fills it; false if it has no way to.</param>
    public static object? Make(BindSession session, in BoundPlace place, string unfillable, Func<object?> make, Func<object, bool> tryFill)
    {
        try
        {
            if (make() is { } target && tryFill(target))
            {
                return target;
            }
        }
#pragma warning disable CA1031 // Whatever a plugin's type throws is a problem of this key.
        catch (Exception e)
#pragma warning restore CA1031
        {
            session.Problems.Refused(place, ExceptionText.Of(e));
            return null;
        }

        session.Problems.Unbindable(place.Node, unfillable);
        return null;
    }

    /// <summary>Makes an object of a class by its constructor without parameters; null if it has none.</summary>
    public static object? New(Type type) =>
        type is { IsAbstract: false } && type.GetConstructor(Type.EmptyTypes) is not null ? Activator.CreateInstance(type) : null;
}
