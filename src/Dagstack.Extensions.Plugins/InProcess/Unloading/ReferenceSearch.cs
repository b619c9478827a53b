using System.Reflection;
using System.Runtime.Loader;

namespace Dagstack.Extensions.Plugins.InProcess;

/// <summary>Looks for the way from what lives for ever to something of a load context that ought to be gone.</summary>
/// <remarks>
/// It goes from static fields and the host's services along the fields of objects, as a debugger would, and ends at the first
/// thing of the plugin. What only the runtime refers to, such as the stack of a thread, it cannot see.
/// </remarks>
/// <param name="context">The load context.</param>
internal sealed class ReferenceSearch(AssemblyLoadContext context)
{
    private const int MaxObjects = 2_000_000;
    private const int MaxHints = 5;

    private readonly PinnedBy _pinned = new(context);
    private readonly ReferenceFields _fields = new();
    private readonly HashSet<object> _seen = new(ReferenceEqualityComparer.Instance);
    private readonly Queue<ReferenceStep> _next = new();
    private readonly Stack<ReferenceStep> _links = new();
    private readonly List<PluginUnloadHint> _hints = [];

    /// <summary>Searches.</summary>
    /// <param name="roots">The objects from which the host is reached.</param>
    public IReadOnlyList<PluginUnloadHint> Find(IReadOnlyList<object> roots)
    {
        _seen.Add(this);
        _seen.Add(_seen);
        _seen.Add(_next);
        _seen.Add(_links);
        _seen.Add(context);
        foreach (var field in StaticFields.All())
        {
            Visit(Read(field, null), null, $"{field.DeclaringType}.{field.Name}");
        }

        foreach (var root in roots)
        {
            Visit(root, null, "the host's services");
        }

        while (_hints.Count < MaxHints && _seen.Count < MaxObjects && (_links.TryPop(out var step) || _next.TryDequeue(out step)))
        {
            Follow(step);
        }

        return _hints;
    }

    private void Follow(ReferenceStep step)
    {
        if (step.Value is Array { Rank: 1 } array)
        {
            if (ReferenceFields.MayRefer(array.GetType().GetElementType()!))
            {
                foreach (var item in array)
                {
                    Visit(item, step, "[]");
                }
            }

            return;
        }

        if (step.Value is Delegate handlers && handlers.GetInvocationList() is { Length: > 1 } several)
        {
            foreach (var handler in several)
            {
                Visit(handler, step, "handler");
            }
        }

        foreach (var field in _fields.Of(step.Value.GetType()))
        {
            Visit(Read(field, step.Value), step, field.Name);
        }
    }

    private void Visit(object? value, ReferenceStep? from, string by)
    {
        // A string has nothing in it, and what refers weakly does not hold.
        if (value is null or string or WeakReference or Pointer || value.GetType() is var type && (type.IsPrimitive || type.IsEnum || IsWeak(type)))
        {
            return;
        }

        var step = new ReferenceStep(value, from, by);
        if (_pinned.Describe(value) is { } what)
        {
            // The references of the plugin's own lead nowhere new.
            if (_hints.Count < MaxHints && _seen.Add(value))
            {
                _hints.Add(step.ToHint(what));
            }

            return;
        }

        if (!type.IsValueType && !_seen.Add(value))
        {
            return;
        }

        if (from?.Value.GetType() == type)
        {
            // Lists of links, as timers are in, change while they are used: from one link to the next before anything else.
            _links.Push(step);
        }
        else
        {
            _next.Enqueue(step);
        }
    }

    private static bool IsWeak(Type type) =>
        type.IsConstructedGenericType && (type.GetGenericTypeDefinition() == typeof(WeakReference<>) || type.GetGenericTypeDefinition() == typeof(System.Runtime.CompilerServices.ConditionalWeakTable<,>));

    private static object? Read(FieldInfo field, object? owner)
    {
        try
        {
            return field.GetValue(owner);
        }
        catch (Exception fault) when (fault is TargetInvocationException or TypeInitializationException or NotSupportedException or FieldAccessException or InvalidOperationException)
        {
            // What cannot be read is not followed; the search is an aid, not a proof.
            return null;
        }
    }
}
