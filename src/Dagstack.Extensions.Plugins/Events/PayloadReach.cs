using System.Reflection;
using System.Runtime.Loader;

namespace Dagstack.Extensions.Plugins.Events;

/// <summary>Whose objects a payload is made of, with all that it refers to: an object of a type that is shared may hold one of a plugin.</summary>
internal sealed class PayloadReach
{
    /// <summary>How many objects are looked at. What is larger is carried as JSON, but to who has published it.</summary>
    private const int Limit = 10_000;

    private static readonly PayloadReach s_shared = new();

    private readonly HashSet<object> _seen = new(ReferenceEqualityComparer.Instance);
    private readonly Stack<object> _open = new();
    private AssemblyLoadContext? _home;
    private bool _isUnknown;
    private bool _isTooLarge;

    private PayloadReach()
    {
    }

    public static PayloadReach Of(object? payload)
    {
        if (payload is null)
        {
            return s_shared;
        }

        var reach = new PayloadReach();
        try
        {
            if (TypeShape.Of(payload.GetType()) is { Home: null, IsClosed: true })
            {
                return s_shared;
            }

            reach.Walk(payload);
        }
        catch (Exception)
        {
            // A field of a type that cannot be loaded, say. Whether JSON can carry it is seen then.
            reach._isUnknown = true;
        }

        return reach;
    }

    /// <summary>Tells whether the payload may be handed over as it is.</summary>
    /// <param name="home">The load context of the plugin that would get it; null for the application.</param>
    /// <param name="isOwn">Whether who would get it has published it.</param>
    public bool IsFor(AssemblyLoadContext? home, bool isOwn) => !_isUnknown && (isOwn || !_isTooLarge) && (_home is null || _home == home);

    private void Walk(object payload)
    {
        Open(payload);
        while (!_isUnknown && !_isTooLarge && _open.TryPop(out var found))
        {
            Look(found);
        }

        _open.Clear();
        _seen.Clear();
    }

    private void Open(object? found)
    {
        if (found is null or string)
        {
            return;
        }

        if (_seen.Count == Limit)
        {
            _isTooLarge = true;
        }
        else if (_seen.Add(found))
        {
            _open.Push(found);
        }
    }

    private void Look(object found)
    {
        var shape = TypeShape.Of(found.GetType());
        _isUnknown |= shape.IsOfSeveral || found is Assembly or Module or AssemblyLoadContext;
        Add(shape.Home);
        if (found is Type type)
        {
            Add(TypeShape.Of(type).Home);
            return;
        }

        if (found is MemberInfo member)
        {
            Add(TypeShape.HomeOf(member.Module.Assembly));
            return;
        }

        if (found is Delegate { Method.Module.Assembly: var code })
        {
            Add(TypeShape.HomeOf(code));
        }

        if (!shape.IsClosed && found is Array items)
        {
            foreach (var item in items)
            {
                Open(item);
            }
        }

        foreach (var field in shape.Fields)
        {
            Open(field.GetValue(found));
        }
    }

    private void Add(AssemblyLoadContext? home)
    {
        _isUnknown |= home is not null && _home is not null && home != _home;
        _home ??= home;
    }
}
