namespace Dagstack.Extensions.Plugins.Generators;

/// <summary>Writes the proxy: every member of the contract, first the direct way, then through the slot.</summary>
internal static class ProxyEmitter
{
    /// <summary>The local variables of generated code. A parameter with such a name is given another.</summary>
    public const string Call = "__call";
    public const string Task = "__task";
    public const string Fault = "__fault";

    private const string Hidden = "[global::System.Diagnostics.StackTraceHidden, global::System.Diagnostics.DebuggerNonUserCode]";

    public static void Emit(CodeWriter code, ContractModel model)
    {
        code.Open($"private sealed class Proxy : {ContractEmitter.Runtime}PluginProxy, {model.Interface}");
        code.Open($"public Proxy({ContractEmitter.Runtime}PluginSlot slot) : base(slot)");
        code.Close();
        foreach (var disposer in model.Disposers)
        {
            // A plugin ends with its host, not with a caller.
            code.Line();
            code.Line(disposer == "global::System.IAsyncDisposable"
                ? $"global::System.Threading.Tasks.ValueTask {disposer}.DisposeAsync() => default;"
                : $"void {disposer}.Dispose() {{ }}");
        }

        for (var i = 0; i < model.Hooks.Count; i++)
        {
            var hook = model.Hooks[i];
            code.Line();
            switch (hook.Accessor)
            {
                case HookAccessor.Method:
                    code.Line(Hidden);
                    code.Open($"{hook.ReturnType} {hook.Interface}.@{hook.Member}({Signature(hook, hook.Parameters.Count)})");
                    EmitBody(code, hook, i);
                    code.Close();
                    break;
                case HookAccessor.Getter or HookAccessor.IndexGetter:
                    // A setter of the same property follows at once and belongs to the same declaration.
                    var paired = i + 1 < model.Hooks.Count && IsSetterOf(model.Hooks[i + 1], hook);
                    code.Open(Declaration(hook, hook.ReturnType, hook.Parameters.Count));
                    EmitAccessor(code, hook, i, "get");
                    if (paired)
                    {
                        i++;
                        EmitAccessor(code, model.Hooks[i], i, "set");
                    }

                    code.Close();
                    break;
                default:
                    code.Open(Declaration(hook, hook.Parameters[hook.Parameters.Count - 1].Type, hook.Parameters.Count - 1));
                    EmitAccessor(code, hook, i, "set");
                    code.Close();
                    break;
            }
        }

        code.Close();
    }

    private static bool IsSetterOf(HookModel setter, HookModel getter) =>
        setter.Interface == getter.Interface
        && setter.Member == getter.Member
        && ((setter.Accessor == HookAccessor.Setter && getter.Accessor == HookAccessor.Getter)
            || (setter.Accessor == HookAccessor.IndexSetter
                && getter.Accessor == HookAccessor.IndexGetter
                && setter.Parameters.Take(getter.Parameters.Count).Select(static parameter => parameter.Type)
                    .SequenceEqual(getter.Parameters.Select(static parameter => parameter.Type))));

    private static string Declaration(HookModel hook, string type, int parameters) =>
        hook.Accessor is HookAccessor.IndexGetter or HookAccessor.IndexSetter
            ? $"{type} {hook.Interface}.this[{Signature(hook, parameters)}]"
            : $"{type} {hook.Interface}.@{hook.Member}";

    private static string Signature(HookModel hook, int count) =>
        string.Join(", ", hook.Parameters.Take(count).Select(static parameter => $"{parameter.Type} {parameter.Identifier}"));

    private static void EmitAccessor(CodeWriter code, HookModel hook, int index, string accessor)
    {
        code.Line(Hidden);
        code.Open(accessor);
        EmitBody(code, hook, index);
        code.Close();
    }

    private static void EmitBody(CodeWriter code, HookModel hook, int index)
    {
        var invocation = NewInvocation(hook, index);
        if (hook.Shape == "Stream")
        {
            code.Line($"return this.Stream({invocation});");
            return;
        }

        var slow = (hook.Shape, hook.HasResult) switch
        {
            ("Task", true) => $"return this.InvokeAsync<{hook.ResultType}>({invocation}).AsTask();",
            ("Task", false) => $"return this.InvokeAsync({invocation}).AsTask();",
            ("ValueTask", true) => $"return this.InvokeAsync<{hook.ResultType}>({invocation});",
            ("ValueTask", false) => $"return this.InvokeAsync({invocation});",
            (_, true) => $"return this.Invoke<{hook.ResultType}>({invocation});",
            _ => $"this.Invoke({invocation}); return;",
        };
        code.Open($"if (!this.TryEnter(out var {Call}))");
        code.Line(slow);
        code.Close();
        code.Line();
        var direct = InvocationEmitter.Expression(
            hook,
            $"{Call}.Plugin<{hook.Interface}>()",
            static parameter => parameter.IsToken ? $"{Call}.Token({parameter.Identifier})" : parameter.Identifier);
        if (hook.Shape == "Sync")
        {
            code.Open("try");
            code.Line(hook.HasResult ? $"return {direct};" : $"{direct};");
            code.Close();

            // A filter counts while the exception passes, and does not stop it.
            code.Open($"catch (global::System.Exception {Fault}) when ({ContractEmitter.Runtime}PluginCall.Failed({Call}, {Fault}))");
            code.Line("throw;");
            code.Close();
            code.Open("finally");
            code.Line($"{Call}.Exit();");
            code.Close();
            return;
        }

        code.Line($"{hook.ReturnType} {Task};");
        code.Open("try");
        code.Line($"{Task} = {direct};");
        code.Close();
        code.Open($"catch (global::System.Exception {Fault})");
        code.Line($"{ContractEmitter.Runtime}PluginCall.Leave({Call}, {Fault});");
        code.Line("throw;");
        code.Close();
        code.Line();
        code.Line($"return {Call}.Complete({Task});");
    }

    private static string NewInvocation(HookModel hook, int index)
    {
        var values = hook.Parameters.Select(static (parameter, i) => parameter.IsToken
            ? $"CancellationToken = {parameter.Identifier}"
            : $"A{i} = {parameter.Identifier}");
        var initialiser = string.Join(", ", values);
        return initialiser.Length == 0 ? $"new Hook{index}()" : $"new Hook{index} {{ {initialiser} }}";
    }
}
