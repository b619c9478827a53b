namespace Dagstack.Extensions.Plugins.Generators;

/// <summary>Writes the argument object of one hook.</summary>
internal static class InvocationEmitter
{
    public static void Emit(CodeWriter code, HookModel hook, int index)
    {
        var shape = hook.Shape switch { "Stream" => "Stream", "Sync" => "Sync", _ => "Async" };
        code.Open($"private sealed class Hook{index} : {ContractEmitter.Runtime}{shape}Invocation<{hook.ResultType}>");
        for (var i = 0; i < hook.Parameters.Count; i++)
        {
            if (!hook.Parameters[i].IsToken)
            {
                code.Line($"public {hook.Parameters[i].Type} A{i} = default!;");
            }
        }

        code.Line();
        code.Line($"public override {ContractEmitter.Runtime}HookDescriptor Hook => s_hooks[{index}];");
        EmitArguments(code, hook);
        code.Line();
        EmitInvoke(code, hook);
        code.Close();
    }

    /// <summary>Writes the member access itself, for the proxy and the argument object alike.</summary>
    public static string Expression(HookModel hook, string plugin, Func<ParameterModel, string> argument)
    {
        var arguments = hook.Parameters.Select(argument).ToList();
        var last = arguments.Count - 1;
        return hook.Accessor switch
        {
            HookAccessor.Getter => $"{plugin}.@{hook.Member}",
            HookAccessor.Setter => $"{plugin}.@{hook.Member} = {arguments[last]}",
            HookAccessor.IndexGetter => $"{plugin}[{string.Join(", ", arguments)}]",
            HookAccessor.IndexSetter => $"{plugin}[{string.Join(", ", arguments.Take(last))}] = {arguments[last]}",
            _ => $"{plugin}.@{hook.Member}({string.Join(", ", arguments)})",
        };
    }

    private static void EmitArguments(CodeWriter code, HookModel hook)
    {
        var fields = hook.Parameters.Select(static (parameter, i) => (Parameter: parameter, Field: "A" + i))
            .Where(static item => !item.Parameter.IsToken).ToList();
        if (fields.Count == 0)
        {
            return;
        }

        code.Line();
        code.Open("public override object? GetArgument(int index) => index switch");
        for (var i = 0; i < fields.Count; i++)
        {
            code.Line($"{i} => {fields[i].Field},");
        }

        code.Line("_ => base.GetArgument(index),");
        code.Close("};");
        code.Line();
        code.Open("public override void SetArgument(int index, object? value)");
        code.Open("switch (index)");
        for (var i = 0; i < fields.Count; i++)
        {
            var (parameter, field) = fields[i];
            var value = parameter.IsValueType ? $"value is null ? default : ({parameter.Type})value" : $"({parameter.Type})value!";
            code.Line($"case {i}: {field} = {value}; break;");
        }

        code.Line("default: base.SetArgument(index, value); break;");
        code.Close();
        code.Close();
    }

    private static void EmitInvoke(CodeWriter code, HookModel hook)
    {
        var stream = hook.Shape == "Stream";
        var fields = hook.Parameters.Select(static (parameter, i) => (parameter, i)).ToDictionary(static item => item.parameter, static item => "A" + item.i);
        var call = Expression(hook, $"(({hook.Interface})plugin)", parameter => parameter.IsToken ? (stream ? "cancellationToken" : "CancellationToken") : fields[parameter]);
        if (stream)
        {
            code.Line($"public override {hook.ReturnType} Invoke(object plugin, global::System.Threading.CancellationToken cancellationToken) => {call};");
            return;
        }

        var result = hook.ResultType;
        switch (hook.Shape, hook.HasResult)
        {
            case ("Sync", true):
                code.Line($"public override {result} Invoke(object plugin) => {call};");
                break;
            case ("Sync", false):
                code.Open($"public override {result} Invoke(object plugin)");
                code.Line($"{call};");
                code.Line("return default;");
                code.Close();
                break;
            case ("Task", true):
                code.Line($"public override global::System.Threading.Tasks.ValueTask<{result}> InvokeAsync(object plugin) => new({call});");
                break;
            case ("ValueTask", true):
                code.Line($"public override global::System.Threading.Tasks.ValueTask<{result}> InvokeAsync(object plugin) => {call};");
                break;
            default:
                code.Open($"public override async global::System.Threading.Tasks.ValueTask<{result}> InvokeAsync(object plugin)");
                code.Line($"await {call}.ConfigureAwait(false);");
                code.Line("return default;");
                code.Close();
                break;
        }
    }
}
