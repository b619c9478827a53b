namespace Dagstack.Extensions.Shared;

/// <summary>Keys and values of a manifest that have rules of their own.</summary>
internal static class ManifestKeys
{
    public const string Plugin = "plugin";
    public const string Tool = "tool";
    public const string SchemaVersion = "schema_version";
    public const string Kind = "kind";
    public const string Name = "name";
    public const string KindApiVersion = "kind_api_version";
    public const string CoreVersion = "core_version";
    public const string Runtime = "runtime";
    public const string EntryPoint = "entry_point";
    public const string Priority = "priority";
    public const string DependsOn = "depends_on";
    public const string TryFirst = "tryfirst";
    public const string TryLast = "trylast";
    public const string Command = "command";
    public const string ExecutionModel = "execution_model";
    public const string InProcessOnly = "in_process_only";
    public const string Resources = "resources";
    public const string Required = "required";
    public const string Optional = "optional";
    public const string ResourcesRequired = Resources + "." + Required;
    public const string ResourcesOptional = Resources + "." + Optional;
    public const string Metadata = "metadata";
    public const string Supports = "supports";

    /// <summary>What keys begin with that belong to whoever writes them.</summary>
    public const string ExtensionPrefix = "x-";

    /// <summary>The resource that every plugin has without declaring it.</summary>
    public const string ConfigResource = "config";

    public const string Sync = "sync";
    public const string Async = "async";
    public const string ThreadCpuBound = "thread_cpu_bound";
    public const string ProcessCpuBound = "process_cpu_bound";
}
