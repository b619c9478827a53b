using Microsoft.CodeAnalysis;

namespace Dagstack.Extensions.Plugins.Generators;

/// <summary>Members of the framework that block their thread.</summary>
internal static class BlockingRules
{
    private const string Remedy = "Make the hook asynchronous and await; or say execution_model = \"thread_cpu_bound\" in the manifest, and the host gives the plugin threads of its own";

    /// <summary>Gets the rules by the full name of the type.</summary>
    public static IEnumerable<KeyValuePair<string, Func<MemberUse, Finding?>>> All { get; } = new Dictionary<string, Func<MemberUse, Finding?>>
    {
        ["System.Threading.Thread"] = static use => Blocks(use.Name is "Sleep" or "Join"),
        ["System.Threading.Tasks.Task"] = static use => Blocks(use.Name is "Wait" or "WaitAll" or "WaitAny" or "RunSynchronously"),
        ["System.Threading.Tasks.Task`1"] = Result,
        ["System.Threading.Tasks.ValueTask`1"] = Result,
        ["System.Runtime.CompilerServices.TaskAwaiter"] = Awaiter,
        ["System.Runtime.CompilerServices.TaskAwaiter`1"] = Awaiter,
        ["System.Runtime.CompilerServices.ValueTaskAwaiter"] = Awaiter,
        ["System.Runtime.CompilerServices.ValueTaskAwaiter`1"] = Awaiter,
        ["System.Runtime.CompilerServices.ConfiguredTaskAwaitable+ConfiguredTaskAwaiter"] = Awaiter,
        ["System.Runtime.CompilerServices.ConfiguredTaskAwaitable`1+ConfiguredTaskAwaiter"] = Awaiter,
        ["System.Threading.SemaphoreSlim"] = Waits,
        ["System.Threading.ManualResetEventSlim"] = Waits,
        ["System.Threading.CountdownEvent"] = Waits,
        ["System.Threading.Monitor"] = Waits,
        ["System.Threading.WaitHandle"] = static use => Blocks(use.Name is "WaitOne" or "WaitAll" or "WaitAny" or "SignalAndWait"),
        ["System.Threading.Barrier"] = static use => Blocks(use.Name == "SignalAndWait"),
        ["System.Threading.SpinWait"] = static use => Blocks(use.Name == "SpinUntil"),
        ["System.Collections.Concurrent.BlockingCollection`1"] = static use => Blocks(use.Name is "Take" or "GetConsumingEnumerable"),
        ["System.Diagnostics.Process"] = static use => Blocks(use.Name == "WaitForExit"),
        ["System.Net.Http.HttpClient"] = static use => Blocks(use.Name == "Send"),
    };

    /// <summary>Whether a member of a plugin's class is none that callers wait for: setup and teardown have a thread of their own.</summary>
    public static bool IsExempt(ISymbol member) => member is IMethodSymbol { MethodKind: MethodKind.Constructor or MethodKind.StaticConstructor }
        || member.Name is "SetupAsync" or "TeardownAsync" or "Dispose" or "DisposeAsync";

    private static Finding? Result(MemberUse use) => Blocks(use.Name == "Result" && !use.AsksWhetherCompleted());

    private static Finding? Awaiter(MemberUse use) => Blocks(use.Name == "GetResult" && !use.AsksWhetherCompleted());

    private static Finding? Waits(MemberUse use) => Blocks(use.Name == "Wait");

    private static Finding? Blocks(bool does) => does ? new(Diagnostics.Blocking, "blocks the thread that the hook was called on", Remedy) : null;
}
