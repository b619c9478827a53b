using System.Collections;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Dagstack.Extensions.Plugins.Json;

/// <summary>The types that JSON does not have: tuples, whose items have no names, and live objects.</summary>
internal static class RefusedTypes
{
    private static readonly RefusedType s_address = new(typeof(Pointer), "an address of this process", "Use a number, or a handle of your own.");
    private static readonly RefusedType s_dimensions = new(typeof(Array), "an array of several dimensions", "Use arrays of arrays.");

    private static readonly RefusedType[] s_types =
    [
        new(typeof(ITuple), "a tuple, whose items have no names", "Use a record."),
        new(typeof(Stream), "a stream, which is a live object", "Give a byte[], or a name under which the bytes are stored."),
        new(typeof(TextReader), "a reader, which is a live object", "Give the text."),
        new(typeof(TextWriter), "a writer, which is a live object", "Give the text."),
        new(typeof(Delegate), "a delegate, which is code", "Give what it would return, or make it a hook of its own."),
        new(typeof(Exception), "an exception", "Give its text."),
        new(typeof(IAsyncResult), "a task, which is still going on", "Give its result."),
        new(typeof(ValueTask), "a task, which is still going on", "Give its result."),
        new(typeof(ValueTask<>), "a task, which is still going on", "Give its result."),
        new(typeof(IAsyncEnumerable<>), "a stream of items, which is still going on", "Give a list."),
        new(typeof(IAsyncEnumerator<>), "a stream of items, which is still going on", "Give a list."),
        new(typeof(IEnumerator), "an enumeration, which is still going on", "Give a list."),
        new(typeof(MemberInfo), "a part of the program", "Give its name."),
        new(typeof(Module), "a part of the program", "Give its name."),
        new(typeof(Assembly), "a part of the program", "Give its name."),
        new(typeof(nint), s_address.Found, s_address.Advice),
        new(typeof(nuint), s_address.Found, s_address.Advice),
        new(typeof(SafeHandle), "a handle of this process", "Give a name under which the other side finds it."),
        new(typeof(WaitHandle), "a handle of this process", "Give a name under which the other side finds it."),
        new(typeof(Thread), "a thread of this process", "Leave it out."),
        new(typeof(Timer), "a timer, which is a live object", "Give its period."),
        new(typeof(CancellationToken), "a cancellation token", "Take it as a parameter of the hook itself."),
        new(typeof(CancellationTokenSource), "a source of cancellation", "Take a CancellationToken as a parameter of the hook itself."),
        new(typeof(IServiceProvider), "a container, which is a live object", "Give the values that are wanted of it."),
    ];

    /// <summary>Finds out whether JSON does not have a type.</summary>
    /// <returns>What it is then; null for every other type.</returns>
    public static RefusedType? Find(Type type) =>
        type.IsPointer || type.IsFunctionPointer ? s_address
        : type.IsArray && type.GetArrayRank() > 1 ? s_dimensions
        : Array.Find(s_types, refused => refused.Base.IsGenericTypeDefinition ? Is(type, refused.Base) : refused.Base.IsAssignableFrom(type));

    private static bool Is(Type type, Type definition) =>
        (type.IsGenericType && type.GetGenericTypeDefinition() == definition)
        || Array.Exists(type.GetInterfaces(), candidate => candidate.IsGenericType && candidate.GetGenericTypeDefinition() == definition);
}
