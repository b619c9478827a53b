using Castle.DynamicProxy;

namespace Dagstack.Extensions.Benchmarks;

/// <summary>The least an interceptor of Castle can do: hand the call on.</summary>
public sealed class PassThrough : IInterceptor
{
    public static IMeter Over(IMeter target) => new ProxyGenerator().CreateInterfaceProxyWithTarget(target, new PassThrough());

    public void Intercept(IInvocation invocation) => invocation.Proceed();
}
