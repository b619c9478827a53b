using System.Reflection;

namespace Dagstack.Extensions.Benchmarks;

/// <summary>The least a proxy of the framework can do: hand the call on.</summary>
public class ReflectionProxy : DispatchProxy
{
    private IMeter? _target;

    public static IMeter Over(IMeter target)
    {
        var proxy = Create<IMeter, ReflectionProxy>();
        ((ReflectionProxy)(object)proxy)._target = target;
        return proxy;
    }

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) => targetMethod!.Invoke(_target, args);
}
