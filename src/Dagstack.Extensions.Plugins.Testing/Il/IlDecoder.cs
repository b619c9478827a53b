using System.Reflection.Emit;
using System.Reflection.Metadata;

namespace Dagstack.Extensions.Plugins.Testing.Il;

/// <summary>Reads the instructions of a method's body.</summary>
internal static class IlDecoder
{
    private static readonly Dictionary<ILOpCode, OperandType> s_operands = typeof(OpCodes).GetFields()
        .Select(static field => (OpCode)field.GetValue(null)!)
        .ToDictionary(static code => (ILOpCode)(ushort)code.Value, static code => code.OperandType);

    public static List<IlInstruction> Decode(MethodBodyBlock body)
    {
        var reader = body.GetILReader();
        var instructions = new List<IlInstruction>();
        while (reader.RemainingBytes > 0)
        {
            var offset = reader.Offset;
            int first = reader.ReadByte();
            var code = (ILOpCode)(first == 0xFE ? (first << 8) | reader.ReadByte() : first);
            instructions.Add(new(offset, code, ReadOperand(ref reader, s_operands.GetValueOrDefault(code, OperandType.InlineNone))));
        }

        return instructions;
    }

    private static int ReadOperand(ref BlobReader reader, OperandType type)
    {
        switch (type)
        {
            case OperandType.InlineNone:
                return 0;
            case OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar:
                return reader.ReadByte();
            case OperandType.InlineVar:
                return reader.ReadUInt16();
            case OperandType.InlineI8 or OperandType.InlineR:
                reader.Offset += 8;
                return 0;
            case OperandType.InlineSwitch:
                var count = reader.ReadInt32();
                reader.Offset += count * 4;
                return 0;
            default:
                return reader.ReadInt32();
        }
    }
}
