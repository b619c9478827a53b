namespace Dagstack.Extensions.Shared;

/// <summary>The types whose values JSON does not have: tuples, whose items have no names, and live objects.</summary>
internal static class RefusedTypes
{
    private const string GoingOn = "a task, which is still going on";
    private const string Part = "a part of the program";
    private const string Handle = "a handle of this process";

    /// <summary>Gets those that are refused with all that derives from them or implements them, by their full names as metadata has them.</summary>
    public static IReadOnlyDictionary<string, RefusedType> ByName { get; } = new Dictionary<string, RefusedType>(StringComparer.Ordinal)
    {
        ["System.Runtime.CompilerServices.ITuple"] = new("a tuple, whose items have no names", "use a record"),
        ["System.IO.Stream"] = new("a stream, which is a live object", "give a byte[], or the name under which the bytes are stored"),
        ["System.IO.TextReader"] = new("a reader, which is a live object", "give the text"),
        ["System.IO.TextWriter"] = new("a writer, which is a live object", "return the text"),
        ["System.Delegate"] = new("a delegate, which is code", "give what it would return, or make it a hook of its own"),
        ["System.Exception"] = new("an exception", "give its text"),
        ["System.Threading.Tasks.Task"] = new(GoingOn, "give its result"),
        ["System.Threading.Tasks.ValueTask"] = new(GoingOn, "give its result"),
        ["System.Threading.Tasks.ValueTask`1"] = new(GoingOn, "give its result"),
        ["System.Collections.Generic.IAsyncEnumerable`1"] = new("a stream of items, which is still going on", "give a list"),
        ["System.Collections.Generic.IAsyncEnumerator`1"] = new("a stream of items, which is still going on", "give a list"),
        ["System.Collections.IEnumerator"] = new("an enumeration, which is still going on", "give a list"),
        ["System.Reflection.MemberInfo"] = new(Part, "give its name"),
        ["System.Reflection.Module"] = new(Part, "give its name"),
        ["System.Reflection.Assembly"] = new(Part, "give its name"),
        ["System.IntPtr"] = Address,
        ["System.UIntPtr"] = Address,
        ["System.Runtime.InteropServices.SafeHandle"] = new(Handle, "give a name under which the other side finds it"),
        ["System.Threading.WaitHandle"] = new(Handle, "give a name under which the other side finds it"),
        ["System.Threading.Thread"] = new("a thread of this process", "leave it out"),
        ["System.Threading.Timer"] = new("a timer, which is a live object", "give its period"),
        ["System.Threading.CancellationToken"] = new("a cancellation token", "take it as the last parameter of the hook"),
        ["System.Threading.CancellationTokenSource"] = new("a source of cancellation", "take a CancellationToken as the last parameter"),
        ["System.IServiceProvider"] = new("a container, which is a live object", "give the values that are wanted of it"),
    };

    /// <summary>Gets what pointers are.</summary>
    public static RefusedType Address => new("an address of this process", "use a number, or a handle of your own");

    /// <summary>Gets what arrays of more than one rank are.</summary>
    public static RefusedType Dimensions => new("an array of several dimensions", "use arrays of arrays");
}
