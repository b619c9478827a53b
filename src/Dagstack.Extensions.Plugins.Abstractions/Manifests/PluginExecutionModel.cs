namespace Dagstack.Extensions.Plugins;

/// <summary>How the work of a plugin runs.</summary>
public enum PluginExecutionModel
{
    /// <summary>On the caller's thread: <c>sync</c>.</summary>
    Sync = 0,

    /// <summary>Asynchronously: <c>async</c>.</summary>
    Async = 1,

    /// <summary>It keeps a thread busy: <c>thread_cpu_bound</c>.</summary>
    ThreadCpuBound = 2,

    /// <summary>It keeps a process busy: <c>process_cpu_bound</c>.</summary>
    ProcessCpuBound = 3,
}
