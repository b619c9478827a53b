using Dagstack.Extensions.Plugins.Testing.Il;

namespace Dagstack.Extensions.Plugins.Testing.Checks;

/// <summary>Members of the framework that block their thread.</summary>
internal static class BlockingRules
{
    private const string Await = "Make the hook asynchronous and await, with a TimeProvider for times; or declare execution_model = \"thread_cpu_bound\" in the manifest, and the host runs the plugin on threads of its own.";

    public static IlComplaint? Find(IlMethod method, MemberName member) =>
        IsExempt(method) || !Blocks(method, member) ? null : new("blocks the thread that the hook was called on", Await);

    /// <summary>Setup and teardown have a thread of their own.</summary>
    private static bool IsExempt(IlMethod method) => method.Member is nameof(IPluginSetup.SetupAsync) or nameof(IPluginTeardown.TeardownAsync) or "Dispose";

    private static bool Blocks(IlMethod method, MemberName member) => member.Type switch
    {
        "System.Threading.Thread" => member.Name is "Sleep" or "Join" or "SpinWait",
        "System.Threading.Tasks.Task" => member.Name is "Wait" or "WaitAll" or "WaitAny" or "RunSynchronously",
        "System.Threading.Tasks.Task`1" => member.Name is "get_Result",
        "System.Threading.Tasks.ValueTask`1" => member.Name is "get_Result",

        // An await ends in the same member, in what the compiler makes of an async method.
        "System.Runtime.CompilerServices.TaskAwaiter" or "System.Runtime.CompilerServices.TaskAwaiter`1" or "System.Runtime.CompilerServices.ValueTaskAwaiter" or "System.Runtime.CompilerServices.ValueTaskAwaiter`1"
            or "System.Runtime.CompilerServices.ConfiguredTaskAwaitable+ConfiguredTaskAwaiter" or "System.Runtime.CompilerServices.ConfiguredTaskAwaitable`1+ConfiguredTaskAwaiter" => member.Name == "GetResult" && !method.IsStateMachine,
        "System.Threading.Monitor" => member.Name == "Wait",
        "System.Threading.SemaphoreSlim" or "System.Threading.ManualResetEventSlim" or "System.Threading.CountdownEvent" => member.Name == "Wait",
        "System.Threading.WaitHandle" => member.Name is "WaitOne" or "WaitAll" or "WaitAny" or "SignalAndWait",
        "System.Threading.Barrier" => member.Name == "SignalAndWait",
        "System.Threading.SpinWait" => member.Name == "SpinUntil",
        "System.Collections.Concurrent.BlockingCollection`1" => member.Name is "Take" or "GetConsumingEnumerable",
        "System.Diagnostics.Process" => member.Name == "WaitForExit",
        "System.Net.Http.HttpClient" => member.Name == "Send",
        _ => false,
    };
}
