using Microsoft.CodeAnalysis;

namespace Dagstack.Extensions.Plugins.Generators;

/// <summary>Every diagnostic of the generator and the analyzers. Ids are explained in docs/diagnostics.md and never reused.</summary>
internal static class Diagnostics
{
    public static readonly DiagnosticDescriptor GenericContract = Error(
        "DSP001", "A contract cannot be generic", "The contract '{0}' has type parameters. A kind is one type: make the contract an interface without type parameters, or name a closed type with [assembly: PluginKind<{0}<…>>(\"kind\")].");

    public static readonly DiagnosticDescriptor GenericMethod = Error(
        "DSP002", "A hook cannot be generic", "The hook '{0}' has type parameters, which cannot be described to another process. Use concrete types, or one hook per type.");

    public static readonly DiagnosticDescriptor ByReference = Error(
        "DSP003", "A hook cannot pass by reference", "The hook '{0}' passes {1} by reference (ref, out or in), which no call through a proxy can keep. Return the value instead, in a tuple or record if there are several.");

    public static readonly DiagnosticDescriptor RefStruct = Error(
        "DSP004", "A hook cannot use spans or pointers", "The hook '{0}' uses '{1}', which lives on the stack and cannot be kept for a call. Use Memory<T>, an array or a string.");

    public static readonly DiagnosticDescriptor Event = Error(
        "DSP005", "A contract cannot have events", "The contract '{0}' has the event '{1}'. An event ties the lives of host and plugin together. Use a hook that returns IAsyncEnumerable<T>, or a broadcast_notify hook of a second kind.");

    public static readonly DiagnosticDescriptor StaticAbstract = Error(
        "DSP006", "A contract cannot have static abstract members", "The contract '{0}' has the static abstract member '{1}'. Hooks are called on instances: make it an instance member.");

    public static readonly DiagnosticDescriptor InvalidKind = Error(
        "DSP007", "A kind's name has an invalid character", "'{0}' is not a name of a kind. Use lower-case letters, digits, '-' and '_', beginning with a letter or digit, as in [PluginKind(\"chunker\")].");

    public static readonly DiagnosticDescriptor TwoTokens = Error(
        "DSP008", "A hook takes one CancellationToken", "The hook '{0}' has more than one CancellationToken. One call has one: remove the others.");

    public static readonly DiagnosticDescriptor CannotForward = Error(
        "DSP009", "A member of the contract cannot be forwarded", "The member '{0}' cannot be forwarded by a proxy: {1}");

    public static readonly DiagnosticDescriptor NotAccessible = Error(
        "DSP010", "A contract must be accessible", "The contract '{0}' is private, protected, local to its file, or within such a type, so no proxy can implement it. Make it, and the types around it, internal or public.");

    public static readonly DiagnosticDescriptor SameWireName = Warning(
        "DSP011", "Two hooks have one name", "The hooks named '{0}' are told apart as '{0}' and '{1}' in other processes, by their order. Give one a name of its own with [Hook(Name = \"…\")].");

    public static readonly DiagnosticDescriptor InvalidApiVersion = Error(
        "DSP012", "A contract's version is not a version", "'{0}' is not a version of a contract. Write one to three numbers with dots between, as in ApiVersion = \"1.0.0\".");

    public static readonly DiagnosticDescriptor NotAnInterface = Error(
        "DSP013", "A contract must be an interface", "'{0}' is not an interface. PluginKind<T> takes an interface: extract one that has the members plugins should implement.");

    public static readonly DiagnosticDescriptor ChainSignature = Error(
        "DSP014", "A chain hook must return what it takes", "The chain hook '{0}' takes {1} and returns {2}, but what one plugin returns is what the next one takes. Let it take the value as its first parameter and return the same type, or ChainResult<T> of it, or a task of either.");

    public static readonly DiagnosticDescriptor NotifyResult = Error(
        "DSP015", "A broadcast_notify hook returns nothing", "The broadcast_notify hook '{0}' returns {1}, which no caller would see. Return void, Task or ValueTask, or use broadcast_collect.");

    public static readonly DiagnosticDescriptor DeclaredTwice = Error(
        "DSP016", "A contract is declared twice", "The interface '{0}' is already the contract of the kind '{1}'. Remove one of the attributes, or name another kind.");

    public static readonly DiagnosticDescriptor InvalidJsonContext = Error(
        "DSP017", "A contract's JSON context cannot be used", "'{0}' cannot be the JSON context of a contract. Name a JsonSerializerContext that is internal or public, not abstract and not generic, as in JsonContext = typeof(ChunkerJson).");

    public static readonly DiagnosticDescriptor InvalidHookName = Error(
        "DSP018", "A hook's name has an invalid character", "'{0}', the name of the hook '{1}', is not one that other processes understand. Use lower-case letters, digits and '_', beginning with a letter, as in [Hook(Name = \"find_all\")].");

    public static readonly DiagnosticDescriptor DirectCall = Warning(
        "DSP019", "A hook for all plugins is called on one", "The hook '{0}' has the dispatch class {1}, and is called on one plugin here. {2}.");

    public static readonly DiagnosticDescriptor HiddenChain = Warning(
        "DSP020", "A chain hook must be exposed", "The chain hook '{0}' is marked Exposed = false, and a chain goes through plugins of all processes: one that cannot be called would be left out of it. Remove Exposed = false; a hook that must stay in process is a singleton hook.");

    public static readonly DiagnosticDescriptor UnusedErrorPolicy = Warning(
        "DSP021", "An error policy is given to a hook that has none", "The hook '{0}' says BestEffort = true, which only calls of all plugins that return their results can be. Write [Hook(DispatchClass.BroadcastCollect, BestEffort = true)], or remove it.");

    public static readonly DiagnosticDescriptor ForeignName = Warning(
        "DSP022", "A name of a contract is not one that other processes understand", "{0} is called '{1}' in other processes, which understand lower-case letters, digits and '_', beginning with a letter. {2}.");

    public static readonly DiagnosticDescriptor SingletonKind = Error(
        "DSP023", "A hook of a kind with one plugin is not singleton", "The hook '{0}' has the dispatch class {1}, and one plugin of the kind '{2}' serves the whole host (SingletonPerRuntime = true). Write [Hook(DispatchClass.Singleton)], or remove SingletonPerRuntime.");

    public static readonly DiagnosticDescriptor UnknownPlaceholder = Warning(
        "DSP024", "A tool's name has an unknown placeholder", "ToolNameTemplate of the hook '{0}' has {1}, which stands for nothing. Placeholders are {2}.");

    public static readonly DiagnosticDescriptor InvalidJsonText = Error(
        "DSP025", "An attribute of a contract has a text that is not what it must be", "{0} is {1}. {2}.");

    public static readonly DiagnosticDescriptor AmbientTime = Warning(
        "DSP030", "A plugin uses the time of the machine", "{0} {1}. {2}.");

    public static readonly DiagnosticDescriptor AmbientRandom = Warning(
        "DSP031", "A plugin draws what no test can repeat", "{0} {1}. {2}.");

    public static readonly DiagnosticDescriptor AmbientEnvironment = Warning(
        "DSP032", "A plugin reads the environment of the process", "{0} {1}. {2}.");

    public static readonly DiagnosticDescriptor StaticState = Warning(
        "DSP033", "A plugin keeps state in a static member", "{0} {1}. Keep state in fields of the instance, which each start makes anew; what never changes may be const or static readonly.");

    public static readonly DiagnosticDescriptor OwnClient = Warning(
        "DSP034", "A plugin makes a client of its own", "{0} {1}. {2}.");

    public static readonly DiagnosticDescriptor Blocking = Warning(
        "DSP035", "A plugin blocks the thread that called it", "{0} {1}. {2}.");

    public static readonly DiagnosticDescriptor NotSerializable = Warning(
        "DSP036", "A hook has a type that JSON cannot carry", "The hook '{0}' cannot be called in another process: {1}. {2}.");

    public static readonly DiagnosticDescriptor Unjustified = Warning(
        "DSP037", "An allowance has no justification", "[AllowPluginViolation(\"{0}\")] has no justification, and so allows nothing. Write as its second argument why it does no harm here, or remove it.");

    public static readonly DiagnosticDescriptor LazyResult = Warning(
        "DSP038", "A hook returns a sequence that is made while it is read", "What the hook '{0}' returns is made only while it is read: {1}. That is after the call, without its metadata and its deadline, and fails once the plugin has been reloaded or stopped. Return a list or an array, as ToList() and ToArray() make them; or declare the hook as IAsyncEnumerable<T>, a stream that is part of the call.");

    public static readonly DiagnosticDescriptor NoEntryClass = Warning(
        "DSP040", "An entry point names no class that can be a plugin", "'entry_point' names the class {0}. {1}.");

    public static readonly DiagnosticDescriptor NotTheContract = Warning(
        "DSP041", "A plugin's class does not implement the contract of its kind", "The class '{0}' cannot be a plugin of the kind '{1}': {2}. Correct 'kind' or 'entry_point', or implement the contract.");

    public static readonly DiagnosticDescriptor UndeclaredResource = Warning(
        "DSP042", "A plugin takes a resource that its manifest does not declare", "The constructor of '{0}' takes {1}, which is the resource '{2}', and the manifest does not declare it: the plugin would be unavailable. Add \"{2}\" to 'required' or 'optional' under [plugin.resources].");

    public static readonly DiagnosticDescriptor OptionalResource = Warning(
        "DSP043", "An optional resource is taken as if it were always there", "The resource '{0}' is optional in the manifest, and '{1}' is null where the host does not have it. Make the parameter nullable, or declare the resource as required.");

    public static readonly DiagnosticDescriptor ChainInProcessOnly = Warning(
        "DSP045", "A plugin of a kind with chains stays in process", "'in_process_only' is true, and the contract '{0}' has the chain hook '{1}': a chain goes through plugins of all processes. Remove in_process_only.");

    public static readonly DiagnosticDescriptor OtherExecutionModel = Warning(
        "DSP044", "An execution model is not that of the contract", "'execution_model' is \"{0}\", and the contract '{1}' {2}.");

    public static readonly DiagnosticDescriptor StaysInProcess = Warning(
        "DSP046", "A hook cannot leave the host's process, and its plugin runs in another", "The plugin runs in a process of its own, and the hook '{0}' of '{1}' cannot leave the host's: {2}. Use runtime = \"in_process\", or another contract.");

    public static readonly DiagnosticDescriptor OnlyOfHost = Warning(
        "DSP047", "A constructor takes what only the host has, and its plugin runs in another process", "The constructor of '{0}' takes {1}, {2} that only the host's process has, and the plugin runs in one of its own: it would be unavailable. Use runtime = \"in_process\", register the service in ConfigureServices of IPluginServices, give the parameter a default value, or let the plugin have what it needs by its configuration.");

    public static readonly DiagnosticDescriptor CallerWaits = new(
        "DSP048", "A synchronous hook is called in another process", "The plugin runs in a process of its own: callers of {0} of '{1}' wait for it on their own threads. Where many call at a time, declare the hook as Task or ValueTask in the contract.", Category, DiagnosticSeverity.Info, isEnabledByDefault: true);

    private const string Category = "Dagstack.Plugins";

    private static DiagnosticDescriptor Warning(string id, string title, string message) =>
        new(id, title, message, Category, DiagnosticSeverity.Warning, isEnabledByDefault: true);

    private static DiagnosticDescriptor Error(string id, string title, string message) =>
        new(id, title, message, Category, DiagnosticSeverity.Error, isEnabledByDefault: true);
}
