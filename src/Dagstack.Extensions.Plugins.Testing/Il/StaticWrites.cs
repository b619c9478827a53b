using System.Reflection.Emit;
using System.Reflection.Metadata;

namespace Dagstack.Extensions.Plugins.Testing.Il;

/// <summary>Finds where a method changes an object that a static field holds. Follows values along the stack and in locals, in the order of the code.</summary>
internal sealed class StaticWrites(IlMethod method)
{
    private static readonly Dictionary<ILOpCode, OpCode> s_codes = typeof(OpCodes).GetFields().Select(static field => (OpCode)field.GetValue(null)!).ToDictionary(static code => (ILOpCode)(ushort)code.Value);

    private static readonly string[] s_mutators =
    [
        "Add", "TryAdd", "Insert", "Remove", "TryRemove", "Clear", "set_", "Enqueue", "Dequeue", "TryDequeue", "Push", "Pop", "TryPop", "TryTake", "GetOrAdd", "AddOrUpdate",
        "TryUpdate", "Append", "UnionWith", "ExceptWith", "IntersectWith", "SymmetricExceptWith", "Sort", "Reverse", "Replace",
    ];

    private readonly List<string?> _stack = [];
    private readonly Dictionary<int, string?> _locals = [];

    /// <summary>Finds the writes.</summary>
    /// <returns>Where, and the name of the field.</returns>
    public IEnumerable<(int Offset, string Field)> Find()
    {
        foreach (var instruction in method.Instructions)
        {
            if (Step(instruction) is { } field)
            {
                yield return (instruction.Offset, field);
            }
        }
    }

    private string? Step(IlInstruction instruction)
    {
        var member = method.Members.GetValueOrDefault(instruction.Offset);
        switch (instruction.Code)
        {
            case ILOpCode.Ldsfld or ILOpCode.Ldsflda when member is not null:
                _stack.Add($"{member.Type}.{SourceNames.Inside(member.Name) ?? member.Name}");
                return null;
            case ILOpCode.Dup:
                _stack.Add(_stack.LastOrDefault());
                return null;
            case ILOpCode.Ldelema or ILOpCode.Ldflda or ILOpCode.Ldfld or ILOpCode.Castclass or ILOpCode.Isinst:
                var from = Pop(instruction.Code == ILOpCode.Ldelema ? 2 : 1)[0];
                _stack.Add(from);
                return null;
            case ILOpCode.Call or ILOpCode.Callvirt or ILOpCode.Newobj when member is not null:
                return Call(instruction.Code, member);
        }

        if (LocalOf(instruction, store: true) is { } stored)
        {
            _locals[stored] = Pop(1)[0];
            return null;
        }

        if (LocalOf(instruction, store: false) is { } loaded)
        {
            _stack.Add(_locals.GetValueOrDefault(loaded));
            return null;
        }

        if (!s_codes.TryGetValue(instruction.Code, out var code))
        {
            _stack.Clear();
            return null;
        }

        var popped = Pop(Pops(code.StackBehaviourPop));
        for (var i = 0; i < Pushes(code.StackBehaviourPush); i++)
        {
            _stack.Add(null);
        }

        if (code.FlowControl is FlowControl.Branch or FlowControl.Return or FlowControl.Throw)
        {
            _stack.Clear();
        }

        return code.Name!.StartsWith("stelem", StringComparison.Ordinal) || code.Name.StartsWith("stind", StringComparison.Ordinal) || instruction.Code is ILOpCode.Stobj or ILOpCode.Stfld ? popped[0] : null;
    }

    private string? Call(ILOpCode code, MemberName member)
    {
        var created = code == ILOpCode.Newobj;
        var popped = Pop(member.Parameters.Count + (member.IsInstance && !created ? 1 : 0));
        if (created || member.Returns != "System.Void")
        {
            _stack.Add(null);
        }

        return member is { IsInstance: true, Type: var type } && !created && IsContainer(type) && Array.Exists(s_mutators, name => member.Name.StartsWith(name, StringComparison.Ordinal)) ? popped[0]
            : member.Type is "System.Threading.Interlocked" ? popped.Find(static tag => tag is not null)
            : null;
    }

    private static bool IsContainer(string type) =>
        (type.StartsWith("System.Collections.", StringComparison.Ordinal)
            && !type.StartsWith("System.Collections.Immutable.", StringComparison.Ordinal)
            && !type.StartsWith("System.Collections.Frozen.", StringComparison.Ordinal))
        || type == "System.Text.StringBuilder";

    private List<string?> Pop(int count)
    {
        var popped = new List<string?>();
        for (var i = 0; i < count; i++)
        {
            popped.Insert(0, _stack.LastOrDefault());
            if (_stack.Count > 0)
            {
                _stack.RemoveAt(_stack.Count - 1);
            }
        }

        return popped.Count > 0 ? popped : [null];
    }

    private static int? LocalOf(IlInstruction instruction, bool store) => (store, instruction.Code) switch
    {
        (true, >= ILOpCode.Stloc_0 and <= ILOpCode.Stloc_3) => instruction.Code - ILOpCode.Stloc_0,
        (true, ILOpCode.Stloc_s or ILOpCode.Stloc) => instruction.Operand,
        (false, >= ILOpCode.Ldloc_0 and <= ILOpCode.Ldloc_3) => instruction.Code - ILOpCode.Ldloc_0,
        (false, ILOpCode.Ldloc_s or ILOpCode.Ldloc) => instruction.Operand,
        _ => null,
    };

    private static int Pops(StackBehaviour behaviour) => behaviour switch
    {
        StackBehaviour.Pop0 => 0,
        StackBehaviour.Pop1 or StackBehaviour.Popi or StackBehaviour.Popref => 1,
        StackBehaviour.Pop1_pop1 or StackBehaviour.Popi_pop1 or StackBehaviour.Popi_popi or StackBehaviour.Popi_popi8 or StackBehaviour.Popi_popr4 or StackBehaviour.Popi_popr8 or StackBehaviour.Popref_pop1 or StackBehaviour.Popref_popi => 2,
        StackBehaviour.Varpop => 0,
        _ => 3,
    };

    private static int Pushes(StackBehaviour behaviour) => behaviour switch
    {
        StackBehaviour.Push0 or StackBehaviour.Varpush => 0,
        StackBehaviour.Push1_push1 => 2,
        _ => 1,
    };
}
