namespace Dagstack.Extensions.Shared;

/// <summary>Members of the framework that block their thread.</summary>
internal static class BlockingMembers
{
    /// <summary>Gets the rules by the full name of the type.</summary>
    public static ILookup<string, MemberRule<BlockingUse>> ByType { get; } = new MemberRule<BlockingUse>[]
    {
        new(BlockingUse.Waits, "System.Threading.Thread", "Sleep", "Join"),
        new(BlockingUse.Spins, "System.Threading.Thread", "SpinWait"),
        new(BlockingUse.Waits, "System.Threading.Tasks.Task", "Wait", "WaitAll", "WaitAny", "RunSynchronously"),
        new(BlockingUse.TakesResult, "System.Threading.Tasks.Task`1", "Result"),
        new(BlockingUse.TakesResult, "System.Threading.Tasks.ValueTask`1", "Result"),
        new(BlockingUse.TakesAwaited, "System.Runtime.CompilerServices.TaskAwaiter", "GetResult"),
        new(BlockingUse.TakesAwaited, "System.Runtime.CompilerServices.TaskAwaiter`1", "GetResult"),
        new(BlockingUse.TakesAwaited, "System.Runtime.CompilerServices.ValueTaskAwaiter", "GetResult"),
        new(BlockingUse.TakesAwaited, "System.Runtime.CompilerServices.ValueTaskAwaiter`1", "GetResult"),
        new(BlockingUse.TakesAwaited, "System.Runtime.CompilerServices.ConfiguredTaskAwaitable+ConfiguredTaskAwaiter", "GetResult"),
        new(BlockingUse.TakesAwaited, "System.Runtime.CompilerServices.ConfiguredTaskAwaitable`1+ConfiguredTaskAwaiter", "GetResult"),
        new(BlockingUse.Waits, "System.Threading.Monitor", "Wait"),
        new(BlockingUse.Waits, "System.Threading.SemaphoreSlim", "Wait"),
        new(BlockingUse.Waits, "System.Threading.ManualResetEventSlim", "Wait"),
        new(BlockingUse.Waits, "System.Threading.CountdownEvent", "Wait"),
        new(BlockingUse.Waits, "System.Threading.WaitHandle", "WaitOne", "WaitAll", "WaitAny", "SignalAndWait"),
        new(BlockingUse.Waits, "System.Threading.Barrier", "SignalAndWait"),
        new(BlockingUse.Waits, "System.Threading.SpinWait", "SpinUntil"),
        new(BlockingUse.Waits, "System.Collections.Concurrent.BlockingCollection`1", "Take", "GetConsumingEnumerable"),
        new(BlockingUse.Waits, "System.Diagnostics.Process", "WaitForExit"),
        new(BlockingUse.Waits, "System.Net.Http.HttpClient", "Send"),
    }.ToLookup(static rule => rule.Type, StringComparer.Ordinal);
}
